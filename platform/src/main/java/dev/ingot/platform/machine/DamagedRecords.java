package dev.ingot.platform.machine;

import dev.ingot.platform.api.PlatformException;
import dev.ingot.platform.api.PlatformException.Code;
import dev.ingot.storage.log.Field;
import dev.ingot.storage.log.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Machines or balancers whose records can't be read. Their processes may run, so they are neither
 * there nor not: nothing is said of them until the record is restored or they are given up.
 */
public final class DamagedRecords {
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private final String kind;
  private final Function<String, Path> folder;
  private final Log log;

  /**
   * Of one kind.
   *
   * @param kind such as machine
   * @param folder where one with an id is kept
   */
  public DamagedRecords(String kind, Function<String, Path> folder, Log log) {
    this.kind = kind;
    this.folder = folder;
    this.log = log;
  }

  /** Keeps in mind that one can't be read, and why. */
  public void add(String id, String problem) {
    problems.put(id, problem);
    log.error(
        kind + " has a record that can't be read", new Field(kind, id), new Field("why", problem));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** Refuses to say anything of such a machine. */
  public void require(String id) throws PlatformException {
    String problem = problems.get(id);
    if (problem != null) {
      throw new PlatformException(
          Code.FAILED,
          "the record of "
              + kind
              + " "
              + id
              + " can't be read, so whether it runs is not known: "
              + problem,
          "Restore the file from a backup and end the agent, which starts again with the next"
              + " command. Or give the "
              + kind
              + " up, which ends its processes: remove the folder "
              + folder.apply(id));
    }
  }

  /** Whether this machine was one, and is to be ended now. */
  public boolean remove(String id) {
    boolean was = problems.remove(id) != null;
    if (was) {
      log.warn(kind + " without a record was given up", new Field(kind, id));
    }
    return was;
  }

  /** Ends those that a user gave up. */
  public void endGivenUp(Consumer<Path> end) {
    for (String id : List.copyOf(problems.keySet())) {
      if (!Files.exists(folder.apply(id)) && remove(id)) {
        end.accept(folder.apply(id));
      }
    }
  }
}
