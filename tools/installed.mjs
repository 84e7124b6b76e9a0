/**
 * Whether what npm has installed is what the lock file asks for. Both are parsed lock files: the
 * project's, and the one that npm leaves in node_modules (undefined where there is none).
 */
export function isInstalled(wanted, installed) {
  if (installed === undefined) return false;
  return Object.entries(wanted.packages).every(([path, entry]) => {
    const found = installed.packages[path];
    // Made for another system, or needed only by something that is not here: npm leaves it out.
    if (found === undefined) return path === '' || entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}
