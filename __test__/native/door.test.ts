/** What the one door to the addon says when the addon is not there, broken, or of another version. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import packageJson from '../../package.json' with { type: 'json' };

describe('the door to the addon', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gati-door-'));
    vi.resetModules();
  });

  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });

  async function openWith(path: string): Promise<{ code: string; message: string }> {
    vi.stubEnv('GATI_NATIVE_PATH', path);
    const { addon } = await import('../../src-ts/native/index.js');
    try {
      addon();
    } catch (thrown) {
      return thrown as { code: string; message: string };
    }
    throw new Error('the door opened');
  }

  it('names the package to install when there is no addon', async () => {
    const error = await openWith(join(folder, 'absent.node'));
    expect(error.code).toBe('GATI_NATIVE_MISSING');
    expect(error.message).toContain(`Install @gati-framework/native-`);
    expect(error.message).toContain(`@${packageJson.version} and try again`);
  });

  it('says what is wrong with a file that is no addon', async () => {
    const path = join(folder, 'broken.node');
    writeFileSync(path, 'not a library');
    const error = await openWith(path);
    expect(error.code).toBe('GATI_NATIVE_MISSING');
    expect(error.message).toContain('broken.node could not be loaded');
  });

  it('names both versions when they differ', async () => {
    const path = join(folder, 'old.cjs');
    writeFileSync(path, "exports.version = () => '0.0.1';");
    const error = await openWith(path);
    expect(error.code).toBe('GATI_NATIVE_VERSION');
    expect(error.message).toContain('is version 0.0.1');
    expect(error.message).toContain(`is version ${packageJson.version}`);
  });
});
