/** Name of the chart of the NVIDIA DRA driver. Source: infrastructure.md 4.1. */
export const DRA_DRIVER_CHART_NAME = 'dra-driver-nvidia-gpu';

/** Address of the chart. Source: infrastructure.md 4.1. */
export const DRA_DRIVER_CHART = `oci://registry.k8s.io/dra-driver-nvidia/charts/${DRA_DRIVER_CHART_NAME}`;

/** Namespace that its documents install it in; the chart refuses `default`. Source: infrastructure.md 4.1. */
export const DRA_DRIVER_NAMESPACE = 'dra-driver-nvidia-gpu';

/** Release of the driver from which on GPUs have consumable shares and IMEX daemons may be the host's. Source: infrastructure.md 2.8, 2.9. */
export const DRA_DRIVER_0_5 = '0.5.0';

/** Major version from which on a version is one of the older chart `nvidia-dra-driver-gpu`, whose values are others. Source: infrastructure.md 4.1 (v25.3 to v25.12). */
export const OLDER_DRA_DRIVER_MAJOR = 25;

/** `nvidiaDriverRoot`: where the GPU driver lies on a node. Source: infrastructure.md 4.1. */
export const DRIVER_ROOTS = {
  host: '/',
  gpuOperator: '/run/nvidia/driver', // the operator's hostPaths.driverInstallDir
  gke: '/home/kubernetes/bin/nvidia',
} as const;
