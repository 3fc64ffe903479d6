package dev.ingot.cli.view;

import dev.ingot.release.UpkeepEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The lines of a log of upkeep. What a look finds as the last one did is not said again. */
public final class UpkeepLog {
  private final Map<Class<?>, String> found = new HashMap<>();

  /** The line of an event; empty for what is not worth one. */
  public Optional<String> line(UpkeepEvent event) {
    String line = UpkeepText.line(event);
    boolean again =
        switch (event) {
          case UpkeepEvent.Surveyed _,
              UpkeepEvent.RepairWaits _,
              UpkeepEvent.RebuildWaits _,
              UpkeepEvent.Paused _ ->
              line.equals(found.put(event.getClass(), line));
          case UpkeepEvent.Repaving(var decision) when decision.now().isEmpty() ->
              line.equals(found.put(event.getClass(), line));
          case UpkeepEvent.Repairing _,
              UpkeepEvent.Finishing _,
              UpkeepEvent.Rebuilding _,
              UpkeepEvent.Repaving _,
              UpkeepEvent.Ended _ -> {
            found.clear();
            yield false;
          }
        };
    return again || line.isEmpty() ? Optional.empty() : Optional.of(line);
  }
}
