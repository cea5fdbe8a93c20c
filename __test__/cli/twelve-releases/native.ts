/** What is built, loaded by Node itself and not by the test runner, which would compile every module an application consists of. */

import { createRequire } from 'node:module';

import type * as project from '../../../dist/project/project.js';
import type * as testing from '../../../dist/testing.js';
import type * as gatic from '../../../packages/gatic/dist/index.js';

const require = createRequire(import.meta.url);

export const { createTestApp } = require('../../../dist/testing.js') as typeof testing;
export const { runCommandLine } = require('../../../packages/gatic/dist/index.js') as typeof gatic;
export const { loadProject } = require('../../../dist/project/project.js') as typeof project;
