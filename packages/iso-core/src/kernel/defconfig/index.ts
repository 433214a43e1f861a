export { editDefconfig } from './edit-defconfig.js';
