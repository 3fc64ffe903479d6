package dev.ingot.platform.host;

/**
 * A process that can't be mistaken for a later one with the same number.
 *
 * @param pid its process id
 * @param startTicks when it started, in clock ticks since boot (field 22 of /proc/PID/stat)
 * @param bootId the boot it belongs to
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {}
