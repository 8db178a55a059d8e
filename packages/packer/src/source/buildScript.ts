/**
 * Runs in a child process in the copied source folder, with the toolchain's own build library. It is what
 * `backstage-cli package build` and `prepack` do, without type declarations, which a host has no use for
 * and which would need a type check of the whole workspace first.
 */
export const BUILD_SCRIPT = `
const [buildModule, target] = process.argv.slice(1);
const load = path => require(buildModule + '/dist/lib/' + path);
const { Output } = load('builder/types.cjs.js');
const { buildPackage } = load('builder/packager.cjs.js');
const { productionPack } = load('packager/productionPack.cjs.js');
const packageJson = require(process.cwd() + '/package.json');
const role = packageJson.backstage && packageJson.backstage.role || '';
const outputs = new Set();
if (/^(backend|node|common|cli)/.test(role)) outputs.add(Output.cjs);
if (/^(frontend|web|common)/.test(role)) outputs.add(Output.esm);
buildPackage({ targetDir: process.cwd(), packageJson, outputs, workspacePackages: [] })
  .then(() => productionPack({ packageDir: process.cwd(), targetDir: target }))
  .catch(error => {
    console.error(error && error.message || error);
    process.exitCode = 1;
  });
`;
