package dev.ingot.state.backend.gcs;

import dev.ingot.state.backend.gcs.GcsBucket.Encryption;
import dev.ingot.state.kit.QuickHttp;
import dev.ingot.state.kit.ServerKit;
import dev.ingot.state.oauth.Token;
import dev.ingot.state.remote.PolledLease;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kit over a bucket. */
final class GcsKitTest extends ServerKit<FakeGcs> {
  @Override
  protected FakeGcs started() throws Exception {
    return new FakeGcs();
  }

  @Override
  protected void freeLocks() {
    server().freeLocks();
  }

  @Override
  protected void overwrite(String version) {
    server().put("app/default.tfstate", new String(state(7), StandardCharsets.UTF_8));
  }

  @Override
  protected Client client() {
    GcsBucket bucket =
        new GcsBucket(
            QuickHttp.store(),
            Optional.of(() -> new Token("tok", Optional.empty())),
            "states",
            URI.create("http://127.0.0.1:" + proxy().port() + "/storage/v1/"));
    GcsSnapshots snapshots = new GcsSnapshots(bucket, "app/", Encryption.NONE);
    return new Client(snapshots, new PolledLease(new GcsLocks(bucket, snapshots)));
  }

  @Override
  protected boolean is(Trait trait) {
    return true;
  }
}
