package dev.ingot.platform.driver.jail;

import dev.ingot.platform.host.ProcessIdentity;

/**
 * A started jail, independent of the process that started it.
 *
 * @param holder the outermost process; the jail lives as long as it does
 * @param init the process that forwards SIGTERM to the command and keeps its exit code
 */
public record JailProcess(ProcessIdentity holder, ProcessIdentity init) {}
