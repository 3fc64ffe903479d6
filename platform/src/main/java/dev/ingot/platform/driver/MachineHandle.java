package dev.ingot.platform.driver;

import dev.ingot.platform.host.ProcessIdentity;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a driver needs, kept on disk, to find a machine that it started.
 *
 * @param holder the machine's outermost process, which lives as long as the machine
 * @param init the machine's first process, as this host counts it; the holder where there is none
 * @param controlGroups directories that go with the machine
 * @param environment its command's environment, for commands run in it later
 */
public record MachineHandle(
    ProcessIdentity holder,
    ProcessIdentity init,
    List<Path> controlGroups,
    Map<String, String> environment) {
  public MachineHandle {
    controlGroups = List.copyOf(controlGroups);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }
}
