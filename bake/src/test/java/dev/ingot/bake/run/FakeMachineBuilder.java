package dev.ingot.bake.run;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Marks;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A builder whose machines are only reached through their communicator, as virtual ones are. */
final class FakeMachineBuilder implements Builder {
  private String host = "10.0.0.1";
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final List<String> life = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, String>> disks = new ConcurrentHashMap<>();

  /** Where the next machines are. */
  void host(String next) {
    host = next;
  }

  /** What was run in machines, in order. */
  List<String> ran() {
    return ran.stream().filter(line -> !line.startsWith("$ ")).toList();
  }

  /** Starts, saved states, captures and ends of machines, in order. */
  List<String> life() {
    return List.copyOf(life);
  }

  /** Loses every saved state. */
  void loseDisks() {
    disks.clear();
  }

  @Override
  public String type() {
    return "vm";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .required("disk", Type.STRING, "What it starts from.")
        .optional("saves", Type.BOOL, "Whether its state can be saved.")
        .build();
  }

  @Override
  public Source prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    String disk = arguments.text("disk", "");
    boolean saves = arguments.flag("saves", true);
    return new MachineSource() {
      @Override
      public String bucket() {
        return build.sourceName();
      }

      @Override
      public Map<String, Value> generated() {
        Value later = Values.unknown(Type.STRING, Refinement.NONE);
        return Map.of("Host", later, "SSHPrivateKey", later);
      }

      @Override
      public List<Component> components() {
        return List.of();
      }

      @Override
      public Origin origin(Progress progress, Cancellation cancellation) {
        return new Origin(
            new InputHash("fake disk").text(disk).key(),
            new Platform("linux", "amd64"),
            Lineage.unknown());
      }

      @Override
      public boolean isKept(Snapshot.Disk saved) {
        return disks.containsKey(saved.reference());
      }

      @Override
      public Machine start(
          Optional<Snapshot.Disk> from, Progress progress, Cancellation cancellation)
          throws StepException {
        if (disk.equals("broken")) {
          throw new StepException("It does not boot.");
        }
        life.add("start " + from.map(saved -> "saved").orElse(disk));
        Map<String, String> files =
            from.map(Snapshot.Disk::reference).map(disks::get).orElse(Map.of("/disk", disk));
        FakeMachine inside = new FakeMachine(ran, files, () -> {}, this::save);
        return new Running(inside);
      }

      private Snapshot save(FakeMachine machine) {
        if (!saves) {
          return new Snapshot.None();
        }
        String reference = "disk-" + disks.size();
        disks.put(reference, machine.files());
        life.add("save");
        return new Snapshot.Disk(reference);
      }

      @Override
      public Product capture(Machine machine, Progress progress, Cancellation cancellation) {
        life.add("capture");
        return new Product.Elsewhere("image-of-" + disk, "here", Optional.empty());
      }
    };
  }

  private final class Running implements Machine {
    private final FakeMachine inside;

    Running(FakeMachine inside) {
      this.inside = inside;
    }

    @Override
    public Communicator communicator() {
      return inside;
    }

    @Override
    public Map<String, Value> values() {
      return Map.of(
          "Host", Value.of(host), "SSHPrivateKey", Value.of("s3cr3t").marked(Marks.SENSITIVE));
    }

    @Override
    public Snapshot snapshot(LayerKey key) throws IOException {
      return inside.snapshot(key);
    }

    @Override
    public void close() {
      life.add("close");
    }
  }
}
