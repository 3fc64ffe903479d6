package dev.ingot.bake.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.bake.qemu.BootCommand.Part;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The language of boot_command. */
final class BootCommandTest {
  @Test
  void charactersAreTypedWithShiftWhereTheKeyboardNeedsIt() {
    assertThat(BootCommand.parse("aB_é<"))
        .containsExactly(
            new Part.Press('a', false),
            new Part.Press('B', true),
            new Part.Press('_', true),
            new Part.Press(0xe9, false),
            new Part.Press('<', true));
  }

  @Test
  void keysHaveNamesWhateverTheirCase() {
    assertThat(BootCommand.parse("<enter><F12><leftCtrlOn>c<LEFTCTRLOFF><pageUp><insert>"))
        .containsExactly(
            new Part.Press(0xff0d, false),
            new Part.Press(0xffc9, false),
            new Part.Hold(0xffe3, true),
            new Part.Press('c', false),
            new Part.Hold(0xffe3, false),
            new Part.Press(0xff55, false),
            new Part.Press(0xff63, false));
    assertThat(BootCommand.parse("<aOn><aOff><spacebarOn>"))
        .containsExactly(
            new Part.Hold('a', true), new Part.Hold('a', false), new Part.Hold(0x20, true));
  }

  @Test
  void pausesHaveSecondsOrUnits() {
    assertThat(BootCommand.parse("<wait><wait5><wait1m30s><wait300ms>"))
        .containsExactly(
            new Part.Wait(Duration.ofSeconds(1)),
            new Part.Wait(Duration.ofSeconds(5)),
            new Part.Wait(Duration.ofSeconds(90)),
            new Part.Wait(Duration.ofMillis(300)));
    assertThatThrownBy(() -> BootCommand.parse("<wait5x>")).hasMessageContaining("<wait5x>");
  }

  @Test
  void anUnknownNameIsTypedAsItStands() {
    assertThat(BootCommand.parse("<f13>")).hasSize(5).first().isEqualTo(new Part.Press('<', true));
    assertThat(BootCommand.parse("<on><off><>")).hasSize(11);
    assertThat(BootCommand.parse("a<")).hasSize(2);
  }
}
