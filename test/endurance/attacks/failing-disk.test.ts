import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Arena } from './arena.ts';
import { expectReason, expectResumes, hit, type Undisturbed, undisturbed } from './ordeal.ts';

const SIZE = '400M';

/** A disk in a file, which Linux makes read-only at its first error, as it does with a real one. */
class FailingDisk {
  readonly #image: string;
  readonly #path: string;

  constructor(arena: Arena, output: string) {
    this.#image = join(arena.root, `${output}.img`);
    this.#path = join(arena.root, output);
    mkdirSync(this.#path, { mode: 0o700 });
    execFileSync('truncate', ['-s', SIZE, this.#image]);
    execFileSync('mkfs.ext4', ['-q', '-F', this.#image], QUIET);
    this.#mount();
    execFileSync('rmdir', [join(this.#path, 'lost+found')]);
    execFileSync('chmod', ['700', this.#path]);
  }

  /** Tells the file system that it has met an error; what was written before has reached the disk. */
  fail(): void {
    execFileSync('sync', ['-f', this.#path]);
    const source = execFileSync('findmnt', ['-n', '-o', 'SOURCE', this.#path], { encoding: 'utf8' }).trim();
    writeFileSync(`/sys/fs/ext4/${source.replace('/dev/', '')}/trigger_fs_error`, 'a test');
  }

  repair(): void {
    this.remove();
    // 1: errors were corrected
    execFileSync('sh', ['-c', 'e2fsck -fy "$0" >/dev/null 2>&1 || test $? = 1', this.#image]);
    this.#mount();
  }

  remove(): void {
    // A tool that a run had asked something may still be about to answer, and keep it busy.
    const patiently = 'for try in $(seq 300); do umount "$0" && exit 0; sleep 0.2; done; exit 1';
    execFileSync('sh', ['-c', patiently, this.#path], QUIET);
  }

  #mount(): void {
    execFileSync('mount', ['-o', 'loop,errors=remount-ro', this.#image, this.#path]);
  }
}

const QUIET = { stdio: 'ignore' } as const;

let arena: Arena;
let expected: Undisturbed;
const disks = new Map<string, FailingDisk>();
beforeAll(async () => {
  arena = new Arena();
  await arena.startStack();
  expected = await undisturbed(arena);
});
afterAll(async () => {
  for (const disk of disks.values()) disk.remove();
  await arena.close();
});

/** Makes a small disk in a file, looks whether it can be told to fail, and removes it. */
const TRIAL = `cd "$0" && truncate -s 8M image && mkfs.ext4 -q -F image && mkdir disk && mount -o loop image disk || exit 1
  source=$(findmnt -n -o SOURCE disk)
  test -w "/sys/fs/ext4/\${source#/dev/}/trigger_fs_error"; told=$?
  umount disk && exit $told`;

/** Loop devices and their mounts need root, and a kernel that has them: many containers have neither. */
function mayFail(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'bus-setup-disk-'));
  try {
    execFileSync('sh', ['-c', TRIAL, folder], QUIET);
    return true;
  } catch {
    process.stderr.write('failing-disk: left out, because no disk can be made to fail here\n');
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('a disk that turns read-only', () => {
  const there = mayFail();

  it.each([
    ['start', '"type":"step.started","step":"start"'],
    ['proof', '"type":"step.started","step":"proof"'],
    ['bundle', '"type":"step.started","step":"bundle"'],
  ])('in the %s is named, and nothing is left; once it is mended the run goes on', async (name, after) => {
    if (!there) return;
    const { run, output } = await hit(arena, expected, `ro-${name}`, after, (folder) => {
      const disk = new FailingDisk(arena, folder);
      disks.set(folder, disk);
      arena.shareStack(folder);
      return () => disk.fail();
    });
    expectReason(run, /^RN-OUTPUT-UNUSABLE$/, 5);
    await expect.poll(() => arena.processes(output)).toEqual([]);
    disks.get(output)?.repair();
    await expectResumes(arena, expected, output);
  });
});
