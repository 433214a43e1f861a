// The places in which a Makefile gives `--iso-url` a value; each of them is `OLD`, and has the target `start`.

export const OLD = 'https://bucket/minikube-2021-01-18.iso';

export const PLACES: readonly (readonly [where: string, text: string])[] = [
  ['with =', `start:\n\tminikube start --iso-url=${OLD}\n`],
  ['with a blank', `start:\n\tminikube start --iso-url ${OLD} --memory=4\n`],
  ['in single quotes', `start:\n\tminikube start --iso-url='${OLD}'\n`],
  ['in double quotes', `start:\n\tminikube start --iso-url "${OLD}"\n`],
  ['quoted with the option', `start:\n\tminikube start "--iso-url=${OLD}"\n`],
  ['in a command of a shell', `start:\n\tbash -c "minikube start --iso-url='${OLD}' --x"\n`],
  ['in a recipe on the line of the rule', `start: ; minikube start --iso-url=${OLD}\n`],
  [
    'continued',
    `start:\n\tminikube start \\\n\t\t--memory=4 \\\n\t\t--iso-url \\\n\t\t${OLD} \\\n\t\t--x\n`,
  ],
  ['in a variable', `F = --memory=4 --iso-url=${OLD} # why\nstart:\n\tminikube start $(F)\n`],
  [
    'in a continued variable',
    `F = --memory=4 \\\n    --iso-url=${OLD}\nstart:\n\tminikube start $(F)\n`,
  ],
  [
    'in a definition',
    `define START\n# --iso-url=https://no.iso\nminikube start --iso-url=${OLD}\nendef\nstart:\n\t$(START)\n`,
  ],
  ['in a function', `start:\n\tminikube start $(if $(X),--iso-url=${OLD},)\n`],
  ['of a variable', `U := ${OLD}   # why\nstart:\n\tminikube start --iso-url=$(U)\n`],
  ['of a quoted variable', `U := "${OLD}"\nstart:\n\tminikube start --iso-url=\${U}\n`],
  ['of a variable of one letter', `U := ${OLD}\nstart:\n\tminikube start --iso-url=$U\n`],
  ['of a definition', `define U\n${OLD}\nendef\nstart:\n\tminikube start --iso-url=$(U)\n`],
  [
    'of a variable that others make up',
    `B = https://bucket\nD := 2021-01-18\nU ?= $(B)/minikube-\${D}.iso\nstart:\n\tminikube start --iso-url=$(U)\n`,
  ],
  ['of a variable set later', `start:\n\tminikube start --iso-url=$(U)\nU := ${OLD}\n`],
  [
    'of ?= after nothing',
    `U ?= ${OLD}\nU ?= https://b/no.iso\nstart:\n\tminikube start --iso-url=$(U)\n`,
  ],
  ['of the last =', `U = https://b/no.iso\nU = ${OLD}\nstart:\n\tminikube start --iso-url=$(U)\n`],
  [
    'of := at that time',
    `D = 2021-01-18\nU := https://bucket/minikube-$(D).iso\nD = no\nstart:\n\tminikube start --iso-url=$(U)\n`,
  ],
  ['of a target', `start: export U := ${OLD}\nstart:\n\tminikube start --iso-url=$(U)\n`],
  [
    'of a target that needs the recipe',
    `all: U := ${OLD}\nall: start\nstart:\n\tminikube start --iso-url=$(U)\n`,
  ],
  [
    'of a target, expanded at once, whatever the target below it has',
    `all: start\nB = https://bucket\nstart: B = 1\nall: U ::= $(B)/minikube-2021-01-18.iso\nstart:\n\tminikube start --iso-url=$(U)\n`,
  ],
  ['of an exported variable', `export U := ${OLD}\nstart:\n\tminikube start --iso-url=$$U\n`],
  ['of a shell variable', `start:\n\tU="${OLD}"; minikube start --iso-url="$\${U}"\n`],
  [
    'with a byte order mark and CRLF',
    `\uFEFFU = ${OLD}\r\nstart:\r\n\tminikube \\\r\n\t--iso-url=$(U)\r\n`,
  ],
  ['with another recipe prefix', `.RECIPEPREFIX = >\nstart:\n>minikube start --iso-url=${OLD}`],
  ['of += ', `U = ${OLD}\nF = --memory=4\nF += --iso-url=$(U)\nstart:\n\tminikube start $(F)\n`],
];
