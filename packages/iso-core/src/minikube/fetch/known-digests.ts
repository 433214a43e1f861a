// Digests of official files that this program vouches for. One belongs here only with where it is
// published apart from the file and its servers; whoever fetches that file then need trust no mirror.
//
// The kernels of minikube's releases: Buildroot, which minikube is built with, checks their tarballs by
// `linux/linux.hash`, taken from kernel.org's signed list. Each line names the commit of buildroot/buildroot
// whose file has it. minikube's own deploy/iso/minikube-iso/patches/linux/linux.hash at v1.38.1 agrees.
//
// minikube's ISOs: none. kubernetes/minikube publishes digests of its programs
// (deploy/minikube/releases-v2.json), and of an ISO only the `.sha256` beside it, which proves nothing but
// the transfer. For them the spec's `sha256` decides, or trust on first use.

/** SHA-256 by the file's published name, as in `linux-6.6.95.tar.xz`. */
export type KnownDigests = Readonly<Record<string, string>>;

export const KNOWN_DIGESTS: KnownDigests = {
  // 0d91281d7bdf, board/chromebook/snow/patches/linux/linux.hash
  'linux-4.15.tar.xz': '5a26478906d5005f4f809402e981518d2b8844949199f60c4b6e1f986ca2a769',
  // 79c640e2e0d1
  'linux-4.19.114.tar.xz': '1e40a0dc6afc95a259f97b80d5f5ef8f89e2ee49e993ba6844e2bc55de361f0e',
  // 4dbae8ed2c01
  'linux-4.19.150.tar.xz': 'f2f709ef086a4d8cb3c15a857daa44dfecf1b88d7d7c53c980fb180f6dccbace',
  // 0b817d8c8e01
  'linux-4.19.157.tar.xz': '76dca365255c1a13778c3b24f0eae14f4e66bc12fe79f5e6592b116fc57ef755',
  // 1c61297ec0fa
  'linux-4.19.171.tar.xz': 'f4e352fe0eb986e5b532b99d9b0725a67046cbb3e5f53fcd5b098cbaeb2ac60a',
  // ddfac826aea9
  'linux-4.19.182.tar.xz': '05db750ba01ad557bef50835c253894fad9fb0db2224f0e803b25e2ff7ab2365',
  // 79e230178b57
  'linux-4.19.202.tar.xz': 'f2827d0506622fcae0dae0bc72b2f016469210f50c2d3dd1bdd1211a813dca27',
  // 79e230178b57
  'linux-5.10.57.tar.xz': '00bbaeaac17f82d9a6d93cbc42cafd39d3b2fa3a6087333503d2344fa5e3142d',
  // 069da87a89da
  'linux-5.10.207.tar.xz': '86ace9892296bf1534d574894edd27614b68de4085c03fd3f60121751a334f1b',
  // f6d9a93c51f7
  'linux-6.6.95.tar.xz': '18640ae9a2c952f8f8868324378df1a9e138ad29e6b93a9c38155764ea67ea85',
};
