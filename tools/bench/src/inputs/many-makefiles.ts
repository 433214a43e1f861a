// A repository with an ISO spec, a publication, and a Makefile in very many parts.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const OLD = 'https://isos.s3.us-east-1.amazonaws.com/minikube/minikube-2026-11-01.iso';

/** What the publication says. */
export const NEW = OLD.replace('2026-11-01', '2026-11-22');

/** Writes a Makefile and the files that it includes, `count` in all, one of which names the ISO. */
export async function writeManyMakefiles(repository: string, count: number): Promise<void> {
  const parts = Array.from({ length: count - 1 }, (_, number) => `mk/part-${number}.mk`);
  const published = join(repository, 'dist/published');
  await mkdir(join(repository, 'mk'), { recursive: true });
  await mkdir(published, { recursive: true });
  await writeFile(
    join(repository, 'minikube-iso.json'),
    JSON.stringify({ minikube: '1.38.1', publish: { bucket: 'isos' } }),
  );
  await writeFile(join(published, 'publication-amd64.json'), JSON.stringify(publication()));
  await writeFile(
    join(repository, 'Makefile'),
    `${parts.map((part) => `include ${part}\n`).join('')}\nstart:\n\tminikube start --iso-url=$(ISO_URL)\n`,
  );
  for (const [number, part] of parts.entries()) {
    const url = number === 0 ? `ISO_URL ?= ${OLD}\n` : '';
    await writeFile(join(repository, part), url + partText(number));
  }
}

/** What such files are made of: variables, a condition, and rules with recipes. */
function partText(number: number): string {
  return `# Part ${number}.
NAME_${number} := service-${number}
IMAGE_${number} ?= registry.example.org/$(NAME_${number}):$(VERSION)
ifeq ($(DEBUG),1)
FLAGS_${number} += --debug --name=$(NAME_${number})
endif

.PHONY: build-${number} deploy-${number}
build-${number}: services/$(NAME_${number})/Dockerfile
\t@echo "building $(IMAGE_${number})"
\tdocker build --tag $(IMAGE_${number}) \\
\t  --build-arg VERSION=$(VERSION) services/$(NAME_${number})

deploy-${number}: build-${number}
\tkubectl apply --filename deploy/$(NAME_${number}).yaml $(FLAGS_${number})
`;
}

function publication(): object {
  return {
    publicationVersion: 1,
    architecture: 'amd64',
    name: 'minikube-2026-11-22.iso',
    url: NEW,
    sha256Url: `${NEW}.sha256`,
    manifestUrl: NEW.replace('.iso', '.manifest.json'),
    object: 's3://isos/minikube/minikube-2026-11-22.iso',
    sha256: 'a'.repeat(64),
    size: 400_000_000,
    kernelRelease: '6.6.95',
    requirements: [],
    verified: true,
  };
}
