package dev.ingot.platform.rootfs;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.StepException;
import dev.ingot.bake.gate.BootReport;
import dev.ingot.bake.gate.BootTest;
import dev.ingot.bake.gate.BootTester;
import dev.ingot.bake.qemu.QemuBuilder;
import dev.ingot.bake.qemu.ThrowAwayGuest;
import dev.ingot.graph.Cancellation;
import dev.ingot.health.Check;
import dev.ingot.health.Verdict;
import dev.ingot.http.Watchdog;
import dev.ingot.platform.probe.NetworkProber;
import dev.ingot.registry.content.ContentStore;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Boot tests of disk images: a virtual machine runs a throw-away copy, and its port is reached
 * through one of this host.
 */
public final class DiskBootTester implements BootTester {
  private static final String ADDRESS = "127.0.0.1";
  private static final String VARIABLES = "efivars.fd";
  private static final String TITLE = "org.opencontainers.image.title";

  private final ContentStore store;
  private final QemuBuilder.Host host;
  private final Clock clock;

  /** Tests images of a store in virtual machines of this host. */
  public DiskBootTester(ContentStore store, QemuBuilder.Host host, Clock clock) {
    this.store = store;
    this.host = host;
    this.clock = clock;
  }

  /** Whether an image is files, such as disks, and not the root of a machine. */
  public static boolean isOfFiles(ContentStore store, Digest image) {
    try {
      return OciImage.readManifest(store, image)
          .artifactType()
          .filter(Artifact.FILES_TYPE::equals)
          .isPresent();
    } catch (RegistryException e) {
      // Whoever starts it says what is wrong with it.
      return false;
    }
  }

  @Override
  public BootReport run(Digest image, BootTest test, Cancellation cancellation)
      throws StepException, InterruptedException {
    int port =
        switch (test.check()) {
          case Check.Http http -> http.port();
          case Check.Tcp tcp -> tcp.port();
          case Check.Exec _ ->
              throw new StepException(
                  "A boot test of a disk image can't run commands in the machine: use http or"
                      + " tcp.");
        };
    if (port == 0) {
      throw new StepException("A boot test of a disk image needs the port of its check.");
    }
    Instant began = clock.instant();
    try (ThrowAwayGuest guest = ThrowAwayGuest.start(host, files(image), port, cancellation);
        Watchdog watchdog = new Watchdog()) {
      return watch(guest, new NetworkProber(watchdog), test, began, cancellation);
    } catch (IOException e) {
      throw new StepException("The image can't be tested: " + IoMessage.of(e) + ".");
    }
  }

  private ThrowAwayGuest.Image files(Digest image) throws StepException {
    List<Path> disks = new ArrayList<>();
    Optional<Path> variables = Optional.empty();
    try {
      for (Descriptor layer : OciImage.readManifest(store, image).layers()) {
        Path file = store.path(layer.digest()).toAbsolutePath();
        if (VARIABLES.equals(layer.annotations().get(TITLE))) {
          variables = Optional.of(file);
        } else {
          disks.add(file);
        }
      }
    } catch (RegistryException e) {
      throw new StepException("The image can't be tested: " + e.getMessage());
    }
    if (disks.isEmpty()) {
      throw new StepException("The image has no disk that a machine could be started from.");
    }
    return new ThrowAwayGuest.Image(disks, variables);
  }

  private BootReport watch(
      ThrowAwayGuest guest,
      NetworkProber prober,
      BootTest test,
      Instant began,
      Cancellation cancellation)
      throws InterruptedException {
    Optional<Instant> wellSince = Optional.empty();
    while (true) {
      Verdict verdict = ask(guest, prober, test.check(), cancellation);
      Instant now = clock.instant();
      if (!guest.isAlive()) {
        return failed(guest, verdict.asked(), "the machine ended", began);
      }
      if (verdict.isHealthy()) {
        Instant since = wellSince.orElse(now);
        wellSince = Optional.of(since);
        if (!Duration.between(since, now).minus(test.stayUp()).isNegative()) {
          return new BootReport.Passed(
              verdict.answered(),
              Duration.between(began, since),
              guest.lastLines(),
              Duration.between(began, now));
        }
      } else if (wellSince.isPresent()) {
        return failed(
            guest, verdict.asked(), verdict.answered() + " (after it had been healthy)", began);
      } else if (Duration.between(began, now).compareTo(test.within()) > 0) {
        return failed(guest, verdict.asked(), verdict.answered(), began);
      }
      if (cancellation.await(test.interval())) {
        throw new InterruptedException();
      }
    }
  }

  /** At the forwarded port, whatever the check says: that is where the machine's own leads. */
  private static Verdict ask(
      ThrowAwayGuest guest, NetworkProber prober, Check.Direct check, Cancellation cancellation)
      throws InterruptedException {
    return switch (check) {
      case Check.Http http ->
          prober.http(
              new Check.Http(
                  guest.port(), http.path(), http.minStatus(), http.maxStatus(), http.timeout()),
              ADDRESS,
              0);
      case Check.Tcp tcp -> {
        String asked = "connect to port " + tcp.port() + " of the machine";
        yield guest.accepts(tcp.timeout(), cancellation)
            ? new Verdict.Healthy(asked, "connected")
            : new Verdict.Unhealthy(asked, "no connection");
      }
      case Check.Exec _ -> throw new IllegalStateException("refused before");
    };
  }

  private BootReport failed(ThrowAwayGuest guest, String asked, String answered, Instant began) {
    String shown =
        guest.picture().map(file -> answered + " (screen: " + file + ")").orElse(answered);
    return new BootReport.Failed(
        asked, shown, guest.lastLines(), Duration.between(began, clock.instant()));
  }
}
