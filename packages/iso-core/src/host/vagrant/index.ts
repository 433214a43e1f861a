// Virtual machines that Vagrant makes.
export { findVagrant } from './find-vagrant.js';
export { vagrantMachine } from './vagrant-machine.js';
