// Starts a command in the moment before the watchdog knows its number: the process that tests kill.
import { spawn } from 'node:child_process';
import { watchCommand } from '../process/watchdog.js';

const { env } = watchCommand();
const command = spawn('sleep', ['1000'], { detached: true, env: { ...process.env, ...env } });
process.stdout.write(`${command.pid}\n`);
