/**
 * Bundles the inspector page: a document, a script and a style, so that a server has nothing else to serve and the package
 * needs no library for it. Plain JavaScript, as ensure-built.mjs, which calls it.
 */
import { build } from 'vite';

/**
 * @param {string} from the folder of the page's sources
 * @param {string} to where inspector.js and its companions go
 * @returns {Promise<void>}
 */
export async function buildPage(from, to) {
  await build({
    configFile: false,
    root: from,
    base: './',
    logLevel: 'error',
    build: {
      outDir: to,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      // A style or a picture inside the script would need a looser policy than the page has.
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: `${from}/index.html`,
        output: {
          entryFileNames: 'inspector.js',
          assetFileNames: 'inspector[extname]',
          codeSplitting: false,
        },
      },
    },
  });
}
