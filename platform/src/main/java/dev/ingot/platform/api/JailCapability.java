package dev.ingot.platform.api;

/**
 * The isolation this host allows, found by trying it.
 *
 * @param mode the strongest isolation that works
 * @param overlay whether several layers can be mounted as one root (otherwise they are copied)
 * @param cgroupNamespace whether machines get a cgroup namespace
 * @param filtered whether system calls that no machine needs can be blocked
 * @param mapped whether the users of machines can be mapped to ids that nobody has on this host
 * @param explanation a plain sentence for the user: what is in force and, when it is not the best,
 *     why not, and what to do about it
 */
public record JailCapability(
    JailMode mode,
    boolean overlay,
    boolean cgroupNamespace,
    boolean filtered,
    boolean mapped,
    String explanation) {}
