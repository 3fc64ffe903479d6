package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import dev.ingot.cli.invocation.ExitCode;
import dev.ingot.cli.invocation.Flags;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.cli.invocation.UsageException;
import dev.ingot.home.Home;
import dev.ingot.ledger.Ledger;
import dev.ingot.registry.Registry;
import dev.ingot.registry.VersionReference;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** {@code ingot provenance}: how an image was made. */
public final class ProvenanceCommand implements Command {
  @Override
  public String synopsis() {
    return "Print how an image was made, as an in-toto statement (SLSA provenance 1).";
  }

  @Override
  public String arguments() {
    return "IMAGE";
  }

  @Override
  public Flags flags() {
    return new Flags();
  }

  @Override
  public int run(Invocation invocation) throws UsageException, IOException {
    List<String> images = invocation.arguments(1);
    if (images.size() != 1) {
      throw new UsageException("Name an image, as BUCKET:vN, BUCKET:CHANNEL, BUCKET or a digest");
    }
    Home home = new Home(invocation.home(), Clock.systemUTC());
    try (Ledger ledger = home.ledger();
        Registry registry = home.registry(ledger)) {
      Version version = VersionReference.find(registry, images.getFirst());
      Digest digest =
          version
              .provenance()
              .orElseThrow(
                  () ->
                      new RegistryException(
                          version.reference()
                              + " has no provenance: "
                              + (version.image().isEmpty()
                                  ? "its images are elsewhere and have no digest"
                                  : "an earlier Ingot baked it; bake it again with -force")));
      invocation.terminal().line(new String(registry.store().read(digest), StandardCharsets.UTF_8));
      return ExitCode.OK;
    }
  }
}
