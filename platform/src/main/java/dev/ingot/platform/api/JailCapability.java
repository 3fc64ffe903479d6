package dev.ingot.platform.api;

/**
 * What this host allows, found by really trying it.
 *
 * @param mode the strongest isolation that works
 * @param overlay whether several layers can be mounted as one root (otherwise they are copied)
 * @param cgroupNamespace whether machines get a cgroup namespace
 * @param filtered whether what no machine needs of the kernel can be refused to machines
 * @param explanation a plain sentence for the user: what is in force and, when it is not the best,
 *     why and what to do
 */
public record JailCapability(
    JailMode mode,
    boolean overlay,
    boolean cgroupNamespace,
    boolean filtered,
    String explanation) {}
