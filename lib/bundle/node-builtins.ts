import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const names = new Set(builtinModules.filter((name) => !name.startsWith('_')));

/**
 * Takes Node's own modules from `process.getBuiltinModule`. Node evaluates every export of a built-in module that
 * is imported, and those of `node:http` include WebSocket: that alone makes it load undici.
 *
 * Each export is asked for by a call that is marked as pure, so that those nobody uses are left out.
 */
export const nodeBuiltins: Plugin = {
  name: 'node-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:node:)?[a-z_\d]+(?:\/[a-z]+)?$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      if (!names.has(name)) return undefined;
      if (kind === 'dynamic-import') return { path: `node:${name}`, external: true };
      return { path: name, namespace: kind === 'require-call' ? 'node-required' : 'node-imported' };
    });
    onLoad({ filter: /./, namespace: 'node-required' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
    onLoad({ filter: /./, namespace: 'node-imported' }, ({ path }) => ({ contents: renderModule(path) }));
  },
};

function renderModule(name: string): string {
  const exported = Object.keys(process.getBuiltinModule(name) ?? {}).filter(
    (key) => /^[A-Za-z_$][\w$]*$/.test(key) && key !== 'default',
  );
  return [
    `const builtin = /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(name)});`,
    'const get = (key) => builtin[key];',
    'export default builtin;',
    // Under a name of its own: some, such as `constants`, may be reserved words one day, and `get` is taken.
    ...exported.map(
      (key, index) =>
        `const export${index} = /* @__PURE__ */ get(${JSON.stringify(key)});\nexport { export${index} as ${key} };`,
    ),
  ].join('\n');
}
