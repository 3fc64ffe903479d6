package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.Artifact;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Machine;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.NoCommunicator;
import dev.ingot.bake.StepException;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.journal.Creation;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.Snapshot;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.value.Refinement;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.content.Platform;
import dev.ingot.registry.evidence.Component;
import dev.ingot.registry.inventory.Inventory;
import dev.ingot.registry.json.JsonIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A source whose machine is a container.
 *
 * @param arguments all of them, for the key of the origin
 * @param environment of this process
 * @param journal of its containers
 * @param clock for the time stamps of copies
 */
record DockerSource(
    BuildIdentity build,
    Arguments arguments,
    Map<String, String> environment,
    BakeJournal journal,
    Clock clock,
    String image,
    boolean pull,
    Optional<String> platform,
    Optional<RegistryLogin> login,
    ContainerSettings settings,
    Result result)
    implements MachineSource {
  /** What names a committed image to post-processors, as Packer's builder has it. */
  static final String COMMITTED = "packer.post-processor.docker-import";

  private static final String DISCARDED = "packer.docker";
  private static final Duration PULL = Duration.ofMinutes(10);

  /** These don't change what a machine starts from or what is made of it. */
  private static final Set<String> NO_INPUTS =
      Set.of("pull", "login", "login_server", "login_username", "login_password");

  /** What the container becomes. */
  sealed interface Result {
    /** An image of the engine. */
    record Commit(String author, String message, List<String> changes) implements Result {
      public Commit {
        changes = List.copyOf(changes);
      }
    }

    /** An archive of its files. */
    record Export(Path file) implements Result {}

    /** Nothing. */
    record Discard() implements Result {}
  }

  @Override
  public String bucket() {
    return build.sourceName();
  }

  @Override
  public Map<String, Value> generated() {
    Value later = Values.unknown(Type.STRING, Refinement.NONE);
    return Map.of("ConnType", Value.of("docker"), "ID", later, "ImageSha256", later);
  }

  @Override
  public List<Component> components() {
    return List.of();
  }

  @Override
  public List<Path> outputs() {
    return result instanceof Result.Export(Path file) ? List.of(file.toAbsolutePath()) : List.of();
  }

  private Engine engine(Cancellation cancellation) throws StepException, InterruptedException {
    return Engine.connect(EngineSocket.of(environment), cancellation);
  }

  @Override
  public Origin origin(Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Engine engine = engine(cancellation);
    removeAbandoned(engine, progress, cancellation);
    if (pull) {
      pull(engine, progress, cancellation);
    }
    Map<String, String> found;
    try {
      found =
          engine.object(
              EngineRequest.of("GET", "/images/" + image + "/json"),
              cancellation,
              Container::members);
    } catch (EngineException e) {
      throw new StepException(
          "The image "
              + image
              + " isn't there: "
              + e.getMessage()
              + (pull ? "." : ". Remove pull = false, or pull it first."));
    }
    InputHash hash = new InputHash("docker").text(found.getOrDefault("Id", ""));
    arguments
        .values()
        .forEach(
            (name, value) -> {
              if (!value.isNull() && !NO_INPUTS.contains(name)) {
                InputHash _ = hash.text(name).value(value);
              }
            });
    return new Origin(
        hash.key(),
        new Platform(
            found.getOrDefault("Os", "linux"), found.getOrDefault("Architecture", "unknown")),
        Lineage.unknown());
  }

  private void pull(Engine engine, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    progress.note("pulling " + image);
    ImageName name = ImageName.parse(image);
    EngineRequest request =
        EngineRequest.of(
                "POST",
                "/images/create?fromImage="
                    + EngineRequest.encoded(name.repository())
                    + "&tag="
                    + EngineRequest.encoded(name.tag().isEmpty() ? "latest" : name.tag())
                    + platform.map(each -> "&platform=" + EngineRequest.encoded(each)).orElse(""))
            .idle(PULL);
    EngineRequest authorized =
        login.isPresent() ? request.with("X-Registry-Auth", login.get().header()) : request;
    try {
      String _ =
          engine.send(authorized, cancellation, (_, body) -> EngineMessages.read(body, progress));
    } catch (EngineException e) {
      throw new StepException(
          "The image "
              + image
              + " can't be pulled: "
              + e.getMessage()
              + ". For an image that only this engine has, set pull = false.");
    }
  }

  /** Containers of bakes that were killed. */
  private static void removeAbandoned(Engine engine, Progress progress, Cancellation cancellation)
      throws IOException, InterruptedException {
    String filter = EngineRequest.encoded("{\"name\":[\"" + ContainerName.PREFIX + "\"]}");
    List<Named> all =
        engine.send(
            EngineRequest.of("GET", "/containers/json?all=1&filters=" + filter),
            cancellation,
            (_, body) -> Named.list(body.readAllBytes()));
    for (Named each : all) {
      if (each.names().stream().anyMatch(ContainerName::isAbandoned)) {
        progress.note("removing the container of a bake that was killed");
        boolean _ = new Container(engine, each.id()).remove();
      }
    }
  }

  private record Named(String id, List<String> names) {
    /** An array is no document of its own for the reader. */
    static List<Named> list(byte[] json) throws IOException {
      String text = "{\"all\":" + new String(json, StandardCharsets.UTF_8) + "}";
      List<Named> found = new ArrayList<>();
      try {
        boolean _ =
            JsonIn.document(
                text.getBytes(StandardCharsets.UTF_8),
                in -> {
                  in.members(_ -> found.addAll(in.elements(Named::read)));
                  return true;
                });
      } catch (IllegalArgumentException e) {
        throw new IOException("the engine's list of containers isn't understood", e);
      }
      return found;
    }

    private static Named read(JsonIn in) {
      String[] id = {""};
      List<String> names = new ArrayList<>();
      in.members(
          name -> {
            if (name.equals("Id")) {
              id[0] = in.text();
            } else if (name.equals("Names")) {
              names.addAll(in.elements(JsonIn::text));
            } else {
              in.skip();
            }
          });
      return new Named(
          Container.isId(id[0]) ? id[0] : "0",
          names.stream().map(each -> each.startsWith("/") ? each.substring(1) : each).toList());
    }
  }

  @Override
  public boolean isKept(Snapshot.Disk disk) throws IOException {
    if (!ImageName.isValid(disk.reference())) {
      return false;
    }
    try {
      Cancellation never = new Cancellation();
      return engine(never).exists("/images/" + disk.reference() + "/json", never);
    } catch (StepException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Machine start(Optional<Snapshot.Disk> from, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    Path socket = EngineSocket.of(environment);
    Engine engine = Engine.connect(socket, cancellation);
    String name = ContainerName.fresh();
    String base = imageId(engine, cancellation);
    JournalEntry entry = journal.record(build, new Creation.Container(socket, name));
    boolean started = false;
    try {
      String of = from.map(Snapshot.Disk::reference).orElse(image);
      Container container =
          new Container(engine, create(engine, name, of, from.isEmpty(), cancellation));
      container.start(cancellation);
      Machine machine =
          new ContainerMachine(
              container,
              base,
              entry,
              ContainerCommunicator.of(container, settings, clock, cancellation),
              !(result instanceof Result.Discard),
              cancellation);
      started = true;
      return machine;
    } catch (EngineException e) {
      throw new StepException("The container can't be started: " + e.getMessage() + ".");
    } finally {
      if (!started) {
        removeHalfMade(new Container(engine, name), entry, progress);
      }
    }
  }

  /** The id of the image that the template names; empty if the engine no longer has it. */
  private String imageId(Engine engine, Cancellation cancellation)
      throws IOException, InterruptedException {
    try {
      return engine
          .object(
              EngineRequest.of("GET", "/images/" + image + "/json"),
              cancellation,
              Container::members)
          .getOrDefault("Id", "");
    } catch (EngineException e) {
      return "";
    }
  }

  /** By its name: the answer that has its id may not have come. */
  private static void removeHalfMade(Container container, JournalEntry entry, Progress progress) {
    try {
      new ContainerMachine(container, "", entry, new NoCommunicator(""), false, new Cancellation())
          .close();
    } catch (IOException e) {
      // What went wrong before is the error to show.
      progress.note(IoMessage.of(e));
    }
  }

  private String create(
      Engine engine, String name, String of, boolean original, Cancellation cancellation)
      throws IOException, InterruptedException {
    String query =
        platform
            .filter(_ -> original)
            .map(each -> "&platform=" + EngineRequest.encoded(each))
            .orElse("");
    String id =
        engine.object(
            EngineRequest.of("POST", "/containers/create?name=" + name + query)
                .json(out -> settings.write(of, out)),
            cancellation,
            answer -> Container.member(answer, "Id"));
    if (!Container.isId(id)) {
      throw new IOException("the engine named no container");
    }
    return id;
  }

  @Override
  public Product capture(Machine machine, Progress progress, Cancellation cancellation)
      throws StepException, IOException, InterruptedException {
    if (!(machine instanceof ContainerMachine of)) {
      throw new IllegalStateException("a machine of another source");
    }
    try {
      return switch (result) {
        case Result.Commit commit -> {
          String id = of.container().commit(query(commit), cancellation);
          progress.note("committed " + id);
          Inventory found = ContainerArchive.inventory(of.container(), cancellation);
          yield elsewhere(COMMITTED, id, found);
        }
        case Result.Export(Path file) -> {
          ContainerArchive archive = new ContainerArchive(file.toAbsolutePath());
          archive.write(of.container(), cancellation);
          yield new Product.Outputs(archive.inventory());
        }
        case Result.Discard _ -> elsewhere(DISCARDED, "discarded", Inventory.NOTHING);
      };
    } catch (EngineException e) {
      throw new StepException("The image can't be made: " + e.getMessage() + ".");
    }
  }

  private Product elsewhere(String builder, String id, Inventory found) {
    return new Product.Elsewhere(
        id, "", Optional.of(new Artifact(build, builder, id, List.of())), List.of(), found);
  }

  private static String query(Result.Commit commit) {
    StringBuilder query = new StringBuilder();
    if (!commit.author().isEmpty()) {
      query.append("&author=").append(EngineRequest.encoded(commit.author()));
    }
    if (!commit.message().isEmpty()) {
      query.append("&comment=").append(EngineRequest.encoded(commit.message()));
    }
    for (String change : commit.changes()) {
      query.append("&changes=").append(EngineRequest.encoded(change));
    }
    return query.toString();
  }
}
