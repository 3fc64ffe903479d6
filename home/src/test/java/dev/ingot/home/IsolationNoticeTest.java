package dev.ingot.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said at the first start on a host that allows less. */
final class IsolationNoticeTest {
  private static final JailCapability FULL =
      new JailCapability(JailMode.ROOT_NAMESPACES, true, true, true, true, "namespaces");
  private static final JailCapability WEAK =
      new JailCapability(JailMode.CHROOT_ONLY, false, false, true, false, "chroot alone");

  @TempDir Path folder;

  @Test
  void fullIsolationGoesWithoutSaying() {
    assertThat(IsolationNotice.of(FULL, folder)).isEmpty();
  }

  @Test
  void aRootUserThatIsTheHostsIsSaid() {
    JailCapability unmapped =
        new JailCapability(JailMode.ROOT_NAMESPACES, true, true, true, false, "the host's root");
    assertThat(IsolationNotice.of(unmapped, folder)).contains("the host's root");
    assertThat(IsolationNotice.of(unmapped, folder)).isEmpty();
    assertThat(IsolationNotice.of(FULL, folder)).contains("namespaces");
  }

  @Test
  void lessIsolationIsSaidOnceAndAgainWhenItChanges() {
    assertThat(IsolationNotice.of(WEAK, folder)).contains("chroot alone");
    assertThat(IsolationNotice.of(WEAK, folder)).isEmpty();
    assertThat(IsolationNotice.of(FULL, folder)).contains("namespaces");
    assertThat(IsolationNotice.of(FULL, folder)).isEmpty();
  }
}
