import { closestMatch } from 'leven';
import type { Setting } from '../../lambda/core/config/setting-kinds.ts';
import { type ChosenModel, chooseFallback, chooseModel } from '../../lambda/core/model/choose-model.ts';
import { inFallbackTerms, ModelIdError } from '../../lambda/core/model/model-id.ts';
import { defaultModelId, derivedDefaults } from './derived-defaults.ts';
import { type ModelDestinations, modelDestinations } from './model-destinations.ts';
import { SettingsError, settingConflicts } from './setting-conflicts.ts';
import { type SettingName, type SettingValues, settingsTable } from './settings-table.ts';

/** The validated settings of a stack. Times are in the unit at the end of their name. */
export interface Settings extends SettingValues {
  /** The names of the settings that are set; the others have their defaults. */
  readonly explicit: ReadonlySet<string>;
  /** The model that the settings select. */
  readonly model: PlacedModel;
  /** The fallback model; absent without one. */
  readonly fallback?: PlacedModel;
}

/** A model and the Regions in which it may run, as set or as known from its id. */
export interface PlacedModel extends ChosenModel {
  readonly destinations: ModelDestinations;
}

type Context = Readonly<Record<string, unknown>>;

/**
 * Reads the settings from CDK context, as returned by `app.node.getAllContext()`.
 *
 * @param context names and values; CDK's own are ignored
 * @throws SettingsError with a line for each fault: the name of the setting, what was received, what to supply
 */
export function readSettings(context: Context): Settings {
  const faults = unknownNames(context);
  const faulty = new Set<string>();
  const explicit: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting<unknown>>(settingsTable)) {
    const value = context[name];
    if (value === undefined) continue;
    const read = setting.read(value);
    if (read !== undefined) {
      explicit[name] = read;
      continue;
    }
    faulty.add(name);
    faults.push(`${name}: received ${JSON.stringify(value)}; supply ${setting.accepts}`);
  }
  const read = withDefaults(explicit);
  if (explicit.modelId === undefined && !faulty.has('region') && defaultModelId(read.region) === undefined) {
    faulty.add('modelId');
    faults.push(
      `modelId: is not set, and no model is known that can be called from ${read.region}; supply one that ` +
        `"aws bedrock list-inference-profiles --region ${read.region}" or "list-foundation-models" lists, or another region`,
    );
  }
  /** The result of the work; undefined if one of its settings is at fault, or if it throws faults. */
  const ifValid = <T>(names: readonly SettingName[], work: () => T): T | undefined => {
    if (names.some((name) => faulty.has(name))) return undefined;
    try {
      return work();
    } catch (error) {
      if (error instanceof ModelIdError) faults.push(`${error.field}: ${error.message}`);
      else if (error instanceof SettingsError) faults.push(error.message);
      else throw error;
      return undefined;
    }
  };

  const chosen = ifValid(['modelId', 'foundationModelId', 'modelFamily', 'promptFormat'], () =>
    chooseModel(read),
  );
  const model = ifValid(
    ['region', 'modelRegions'],
    () => chosen && place(chosen, read.region, read.modelRegions),
  );
  const ofFallback = ['fallbackModelId', 'fallbackFoundationModelId', 'fallbackModelFamily'] as const;
  const fallback = ifValid([...ofFallback, 'region', 'fallbackModelRegions'], () => placeFallback(read));
  if (model !== undefined && fallback !== undefined && isSame(model, fallback)) {
    const received = JSON.stringify(read.fallbackModelId);
    faults.push(
      `fallbackModelId: received ${received}, which is the same as modelId; supply another model, or leave it out`,
    );
  }
  // Invalid settings have their defaults here: conflicts with these would be noise.
  if (faulty.size === 0) faults.push(...settingConflicts(read));
  if (model === undefined || faults.length > 0) throw new SettingsError(faults.join('\n'));
  const names = new Set(Object.keys(explicit));
  return { ...read, explicit: names, model, ...(fallback !== undefined && { fallback }) };
}

function withDefaults(explicit: Partial<SettingValues>): SettingValues {
  const table = Object.entries<Setting<unknown>>(settingsTable);
  const defaults = Object.fromEntries(table.map(([name, setting]) => [name, setting.default]));
  return { ...(defaults as unknown as SettingValues), ...derivedDefaults(explicit), ...explicit };
}

function unknownNames(context: Context): string[] {
  const known = Object.keys(settingsTable);
  return Object.keys(context)
    .filter((name) => !known.includes(name) && !isCdkContextName(name))
    .map((name) => {
      const near = closestMatch(name, known, { maxDistance: name.length / 2 });
      const supply = near === undefined ? `one of ${known.join(', ')}` : `${near}, if you meant that`;
      return `${name}: received a setting of this name, which does not exist; supply ${supply}`;
    });
}

/** Whether a context name belongs to CDK, not to the app. Those of lookups contain a colon: `ami:account=…`. */
function isCdkContextName(name: string): boolean {
  return /^(?:@|aws-cdk|cdk-)|:/.test(name) || ['cli-telemetry', 'acknowledged-issue-numbers'].includes(name);
}

function place(model: ChosenModel, region: string, regions: readonly string[] | undefined): PlacedModel {
  return { ...model, destinations: modelDestinations(model.id, region, regions) };
}

/** Whether both are the same model, even if their ids have different forms. */
function isSame({ id }: PlacedModel, { id: other }: PlacedModel): boolean {
  if (id.form !== other.form || id.foundationModelId !== other.foundationModelId) return false;
  return id.form === 'application-inference-profile' ? id.id === other.id : id.geo === other.geo;
}

function placeFallback(values: SettingValues): PlacedModel | undefined {
  const fallback = chooseFallback(values);
  if (fallback === undefined) return undefined;
  try {
    return place(fallback, values.region, values.fallbackModelRegions);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(inFallbackTerms(error.message));
  }
}
