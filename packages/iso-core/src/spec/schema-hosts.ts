// The parts of an ISO spec that say what the hosts `container` and `vagrant` are made of. Their texts reach
// programs as arguments, and a Vagrantfile as JSON: they are plain all the same.
import { z } from 'zod';

const IMAGE = 'the name of an image such as "docker.io/library/node:22-bookworm"';
const NETWORK = 'the name of a network such as "host"';
const BOX = 'the name of a box such as "bento/debian-12"';
const CPUS = 'a whole number from 1 to 1024';
const MEMORY = 'a whole number of MiB from 2048 to 1048576';

export const containerSettings = z
  .strictObject({
    engine: z
      .enum(['docker', 'podman'], '"docker" or "podman"')
      .meta({ description: 'The container engine. By default the first of the two that answers.' })
      .exactOptional(),
    network: z
      .string(NETWORK)
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, NETWORK)
      .meta({
        description:
          'The network of the container and, unless it is none, of making its image. By default the engine’s.',
        examples: ['host'],
      })
      .exactOptional(),
    baseImage: z
      .string(IMAGE)
      .regex(/^[a-z0-9][A-Za-z0-9._/:@-]{0,254}$/, IMAGE)
      .meta({
        description:
          'What the image of the builder is made from: Debian or Ubuntu with Node.js 20.19 or newer.',
        examples: ['docker.io/library/node:22-bookworm'],
      })
      .exactOptional(),
  })
  .default({})
  .meta({ description: 'How the host container runs a build.' });

export const vagrantSettings = z
  .strictObject({
    box: z
      .string(BOX)
      .regex(/^[A-Za-z0-9][\w.-]{0,99}\/[A-Za-z0-9][\w.-]{0,99}$/, BOX)
      .meta({ description: 'The box: Debian or Ubuntu.', examples: ['bento/debian-12'] })
      .exactOptional(),
    provider: z
      .enum(['virtualbox', 'libvirt'], '"virtualbox" or "libvirt"')
      .meta({ description: 'What runs the machine. By default Vagrant’s own choice.' })
      .exactOptional(),
    cpus: z
      .int(CPUS)
      .min(1, CPUS)
      .max(1024, CPUS)
      .meta({ description: 'Its processors. By default all of this computer’s.' })
      .exactOptional(),
    memory: z
      .int(MEMORY)
      .min(2048, MEMORY)
      .max(1_048_576, MEMORY)
      .meta({ description: 'Its memory in MiB. By default three quarters of this computer’s.' })
      .exactOptional(),
    keepMachine: z
      .boolean('true or false')
      .default(false)
      .meta({ description: 'Whether the machine stays, halted, for the next build.' }),
  })
  .default({ keepMachine: false })
  .meta({ description: 'How the host vagrant runs a build.' });
