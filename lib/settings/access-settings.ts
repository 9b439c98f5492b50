import { number, type Setting, text } from '../../lambda/core/config/setting-kinds.ts';
import { list } from './setting-kinds.ts';

/** The settings of who may call, and how often. */
export const accessSettings = {
  jwtIssuer: text({
    description: 'The issuer of the tokens, exactly as in their `iss`; required where `auth` is `jwt`',
    accepts: 'an https:// URL',
    default: undefined,
    pattern: /^https:\/\/[^\s?#]+$/,
  }),
  jwtAudiences: list({
    description:
      'The audiences a token may be for: one of them is its `aud`, or its `client_id`; required where `auth` is `jwt`',
    accepts: 'audiences separated by commas',
    default: undefined,
    pattern: /^[^\s,]+$/,
  }),
  corsOrigins: list({
    description: 'The web origins whose pages may call the endpoint from a browser (CORS)',
    accepts: 'origins separated by commas, such as https://example.com, or *',
    default: undefined,
    pattern: /^(?:\*|https?:\/\/[^\s/?#*,]+)$/,
  }),
  postRate: number({
    description: 'Posts a second that may be asked for; 0 closes `POST /blog`',
    default: 1,
    min: 0,
    max: 10_000,
    unit: 'requests a second',
    fractions: true,
  }),
  postBurst: number({
    description: 'Posts at once that may be asked for on top of `postRate`',
    default: 5,
    min: 1,
    max: 5_000,
    unit: 'requests',
  }),
  getRate: number({
    description: 'Posts a second that may be read; 0 closes `GET /blog/{blog_id}`',
    default: 10,
    min: 0,
    max: 10_000,
    unit: 'requests a second',
    fractions: true,
  }),
  getBurst: number({
    description: 'Posts at once that may be read on top of `getRate`',
    default: 20,
    min: 1,
    max: 5_000,
    unit: 'requests',
  }),
} as const satisfies Record<string, Setting<unknown>>;
