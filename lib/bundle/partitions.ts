/** AWS's partitions as @aws-sdk/core knows them: a Region is found by its name or else by the pattern of a partition. */
export interface Partitions {
  readonly partitions: readonly {
    readonly regionRegex: string;
    readonly regions: Readonly<Record<string, object>>;
    readonly outputs: object;
  }[];
}

/**
 * The partitions without the Regions that their patterns find as well. What is told of a Region is a description,
 * which no rule reads.
 */
export function prunePartitions({ partitions, ...rest }: Partitions): Partitions {
  const foundByPattern = (region: string) =>
    partitions.find(({ regionRegex }) => new RegExp(regionRegex).test(region));
  return {
    ...rest,
    partitions: partitions.map((partition) => {
      const kept = Object.keys(partition.regions).filter((region) => foundByPattern(region) !== partition);
      return { ...partition, regions: Object.fromEntries(kept.map((region) => [region, {}])) };
    }),
  };
}

/** The module of the partitions with the pruned ones. @param code the module as it is */
export function renderPrunedPartitions(code: string): string {
  return code.replace(
    /(export const partitionsInfo = )(\{.*\});?\s*$/s,
    (_, declaration: string, json: string) =>
      `${declaration}${JSON.stringify(prunePartitions(JSON.parse(json)))};`,
  );
}
