/** The rules by which S3's client finds its endpoint: a binary decision diagram, as @smithy/core/endpoints reads it. */
export interface EndpointRules {
  /** Three numbers a node: its condition, and where to go on where it holds and where not. */
  readonly nodes: Int32Array;
  readonly root: number;
  readonly conditions: readonly (readonly unknown[])[];
  readonly results: readonly unknown[];
}

/** From here on a reference is to a result. */
const firstResult = 100_000_000;
/** Holds and fails: the ends that are no results. */
const isEnd = (ref: number): boolean => Math.abs(ref) === 1 || ref >= firstResult;

/** What is known of each request: it is on an object of a bucket, under its plain name, without the client's special modes. */
const known: readonly [condition: RegExp, holds: boolean][] = [
  [/^\["isSet",\[\{"ref":"(?:Region|Bucket)"\}\]\]$/, true],
  [/"(?:Accelerate|ForcePathStyle|UseObjectLambdaEndpoint|UseS3ExpressControlEndpoint)"/, false],
  [/"--(?:x|xa|op)-s3"/, false],
  [/"aws\.parseArn"|"arn:"/, false],
];

/**
 * The rules without those for access points, Outposts, Object Lambda, S3 Express and transfer acceleration: fewer
 * than a tenth of them are left, and they lead to the same endpoint.
 */
export function pruneEndpointRules({ nodes, root, conditions, results }: EndpointRules): EndpointRules {
  const kept: number[] = [];
  const keptConditions = new Map<number, number>();
  const keptResults = new Map<number, number>();
  const renumber = (map: Map<number, number>, old: number): number => {
    const number = map.get(old) ?? map.size;
    map.set(old, number);
    return number;
  };
  const knownAt = conditions.map((condition) => {
    const text = JSON.stringify(condition);
    return known.find(([pattern]) => pattern.test(text))?.[1];
  });
  const nodeNumbers = new Map<number, number>();
  // A negative reference is to the node with its two ways exchanged.
  const follow = (ref: number): number => {
    if (ref >= firstResult) return firstResult + renumber(keptResults, ref - firstResult);
    if (isEnd(ref)) return ref;
    const at = 3 * (Math.abs(ref) - 1);
    const [condition = 0, high = 0, low = 0] = nodes.subarray(at, at + 3);
    const holds = knownAt[condition];
    if (holds !== undefined) return follow(ref > 0 === holds ? high : low);
    let number = nodeNumbers.get(at);
    if (number === undefined) {
      const [whereHeld, whereNot] = [follow(high), follow(low)];
      kept.push(renumber(keptConditions, condition), whereHeld, whereNot);
      // The first node has number 2: 1 is an end. Its place is filled below.
      number = kept.length / 3 + 1;
      nodeNumbers.set(at, number);
    }
    return Math.sign(ref) * number;
  };
  const newRoot = follow(root);
  return {
    nodes: Int32Array.from([0, 1, -1, ...kept]),
    root: newRoot,
    conditions: [...keptConditions.keys()].map((old) => conditions[old] ?? []),
    results: [...keptResults.keys()].map((old) => results[old]),
  };
}

/** The module of the rules in `path`, pruned. */
export async function renderPrunedRules(path: string): Promise<string> {
  const { bdd } = (await import(path)) as { bdd: EndpointRules };
  const { nodes, root, conditions, results } = pruneEndpointRules(bdd);
  return `import { BinaryDecisionDiagram } from "@smithy/core/endpoints";
export const bdd = BinaryDecisionDiagram.from(
  new Int32Array(${JSON.stringify([...nodes])}), ${root}, ${JSON.stringify(conditions)}, ${JSON.stringify(results)},
);`;
}
