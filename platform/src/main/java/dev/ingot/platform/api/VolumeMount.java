package dev.ingot.platform.api;

/**
 * A volume in a machine.
 *
 * @param volume the volume's name
 * @param path the absolute mount point inside the machine
 */
public record VolumeMount(String volume, String path) {}
