/** The versions of Nx to try: the oldest that is supported, the one of this repository, and the newest major. */
export const NX_VERSIONS = ['22.0.0', '23.2.1', '24.0.0'];
