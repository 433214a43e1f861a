// Kernel images: bzImage and arm64 Image.
export { readKernelImage, type KernelImage } from './kernel-image.js';
export { findVermagic } from './vermagic.js';
