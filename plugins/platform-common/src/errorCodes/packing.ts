import type { CodeTable } from './CodeTable';

/** Packing. */
export const packingCodes = {
  PACK_ROLE_UNSUPPORTED: {
    status: 422,
    title: 'The package has no role that can be packed',
  },
  PACK_NO_FEATURE: {
    status: 422,
    title: 'The package exports no feature of the new frontend system',
  },
  PACK_NO_PLUGIN_ID: {
    status: 422,
    title: 'The package does not name its plugin',
  },
  PACK_INSTALL_FAILED: {
    status: 422,
    title: 'The dependencies cannot be installed',
  },
  PACK_BUILD_FAILED: { status: 422, title: 'The build failed' },
  PACK_NATIVE_ADDON: {
    status: 422,
    title: 'A dependency needs an install script',
  },
  PACK_SPEC_FORBIDDEN: {
    status: 422,
    title: 'A dependency does not come from the registry',
  },
  PACK_TIMEOUT: { status: 422, title: 'Packing took too long' },
  LINK_FAILED: {
    status: 422,
    title: 'The host lacks names that the package imports',
  },
  HOST_LACKS_PACKAGE: {
    status: 422,
    title: 'The host lacks a package that is imported',
  },
} as const satisfies CodeTable;
