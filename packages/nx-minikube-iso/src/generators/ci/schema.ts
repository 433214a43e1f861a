/** The options of `ci`. */
export interface CiGeneratorOptions {
  provider: 'github' | 'gitlab';
  force?: boolean;
}
