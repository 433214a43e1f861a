export type { Fault, FaultRule } from './fault.js';
export {
  type FaultProxy,
  type FaultProxyOptions,
  type ProxiedRequest,
  startFaultProxy,
} from './fault-proxy.js';
