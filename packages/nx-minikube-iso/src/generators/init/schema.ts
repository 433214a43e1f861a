/** The options of `init`. */
export interface InitGeneratorOptions {
  keepExistingVersions?: boolean;
  skipPackageJson?: boolean;
}
