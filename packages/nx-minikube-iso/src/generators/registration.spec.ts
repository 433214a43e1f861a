import { parseJson, type NxJsonConfiguration } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { describe, expect, it } from 'vitest';
import { pluginOptions, register, registered } from './registration.js';

/** Where nothing is inherited, nx.json means what it says. */
const registerIn = (text: string) => registered(text, parseJson<NxJsonConfiguration>(text));

describe('registered', () => {
  it('adds the plugin and its sync generator, and leaves every other byte', () => {
    const text = `// Ours.
{
    "plugins": [
        "@nx/eslint/plugin", // linting
        { "plugin": "@nx/js/typescript", "options": {  } }
    ],
    "sync": { "applyChanges": true },
    "analytics":false
}`;
    expect(registerIn(text)).toBe(`// Ours.
{
    "plugins": [
        "@nx/eslint/plugin", // linting
        { "plugin": "@nx/js/typescript", "options": {  } },
        "nx-minikube-iso"
    ],
    "sync": { "applyChanges": true, "globalGenerators": ["nx-minikube-iso:sync"] },
    "analytics":false
}`);
  });

  it('keeps the line ends of Windows', () => {
    expect(registerIn('{\r\n  "analytics": false\r\n}\r\n')).toBe(
      '{\r\n  "analytics": false,\r\n  "plugins": ["nx-minikube-iso"],\r\n' +
        '  "sync": {\r\n    "globalGenerators": ["nx-minikube-iso:sync"]\r\n  }\r\n}\r\n',
    );
  });

  it.each([
    '{ "plugins": ["nx-minikube-iso"], "sync": { "globalGenerators": ["nx-minikube-iso:sync"] } }',
    '{"plugins":[{"plugin":"nx-minikube-iso","options":{"buildTargetName":"image"}}],"sync":{"globalGenerators":["a:b","nx-minikube-iso:sync"]}}',
    '{"plugins":[{"plugin":"nx-minikube-iso/plugin","include":["a/**"]}],"sync":{"globalGenerators":["nx-minikube-iso:sync"]}}',
  ])('leaves what is registered already: %s', (text) => {
    expect(registerIn(text)).toBe(text);
  });

  it('changes nothing the second time', () => {
    const once = registerIn('{}');
    expect(registerIn(once)).toBe(once);
  });

  it('keeps what nx.json inherits, which naming the key would replace', () => {
    const text = '{ "extends": "./base.json" }';
    const edited = registered(text, {
      plugins: ['inherited'],
      sync: { applyChanges: true, globalGenerators: ['a:b'] },
    });
    expect(parseJson(edited)).toEqual({
      extends: './base.json',
      plugins: ['inherited', 'nx-minikube-iso'],
      sync: { applyChanges: true, globalGenerators: ['a:b', 'nx-minikube-iso:sync'] },
    });
  });
});

describe('pluginOptions', () => {
  it('are those of nx.json', () => {
    const options = { buildTargetName: 'image' };
    expect(pluginOptions({ plugins: ['a', { plugin: 'nx-minikube-iso', options }] })).toBe(options);
    expect(pluginOptions({ plugins: ['nx-minikube-iso'] })).toEqual({});
    expect(pluginOptions({ plugins: ['nx-minikube-iso-other'] })).toBeUndefined();
  });
});

describe('register', () => {
  it('says what is missing where there is no nx.json', () => {
    const tree = createTreeWithEmptyWorkspace();
    tree.delete('nx.json');
    expect(() => register(tree)).toThrow(
      expect.objectContaining({
        code: 'NOT_A_WORKSPACE',
        message: '/virtual: expected nx.json, found no such file',
      }),
    );
  });
});
