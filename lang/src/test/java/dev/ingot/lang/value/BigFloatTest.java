package dev.ingot.lang.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BigFloatTest {
  private static BigFloat number(String text) {
    return BigFloat.parse(text).orElseThrow();
  }

  @Test
  void aQuotientEndsWhereFiveHundredTwelveBitsEnd() {
    String third = number("1").dividedBy(number("3")).toString();
    assertThat(third).hasSize(157).startsWith("0.3333").endsWith("33335");
    assertThat(number("1").dividedBy(number("3")).times(number("3"))).isEqualTo(BigFloat.ONE);
  }

  @Test
  void sumsOfDecimalsAreRoundedInBinary() {
    assertThat(number("0.1").plus(number("0.2"))).hasToString("0.3");
    assertThat(number("1.1").plus(number("2.2"))).isNotEqualTo(number("3.3"));
    assertThat(number("1").minus(number("0.9")).toString()).startsWith("0.1000").endsWith("003");
  }

  @Test
  void aNumberShowsTheDigitsOfItsOwnPrecision() {
    assertThat(BigFloat.of(Math.pow(2, 64))).hasToString("18446744073709550000");
    assertThat(BigFloat.of(Math.pow(2, 64)).plus(number("0"))).hasToString("18446744073709551616");
    assertThat(BigFloat.of(1).dividedBy(BigFloat.of(3)).toString()).hasSize(22);
  }

  @Test
  void moreBitsThanThePrecisionAreRoundedHalfToEven() {
    BigInteger power = BigInteger.TWO.pow(512);
    assertThat(number(power.add(BigInteger.ONE).toString())).hasToString(power.toString());
    assertThat(number(power.add(BigInteger.valueOf(3)).toString()))
        .hasToString(power.add(BigInteger.valueOf(4)).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "inf, +Inf",
    "-Inf, -Inf",
    ".5, 0.5",
    "5., 5",
    "+5, 5",
    "1p4, 16",
    "1.5p-1, 0.75",
    "007, 7",
    "-0, -0",
    "1.50, 1.5",
    "1e3, 1000",
    "1E-3, 0.001"
  })
  void textThatIsANumberIsRead(String text, String shown) {
    assertThat(number(text)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "+", "1_000", "0x1F", " 1", "1 ", "1e", "1e+", "NaN", "1,0", "1.2.3", "i"
      })
  void textThatIsNoNumberIsNotRead(String text) {
    assertThat(BigFloat.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".5", "5.", "+5", "-5", "inf", "1p4", "1e", "1.2.3", ""})
  void literalsAreStricterThanText(String text) {
    assertThat(BigFloat.parseLiteral(text)).isEmpty();
  }

  @Test
  void literalsMayHaveFractionAndExponent() {
    assertThat(BigFloat.parseLiteral("1.5e+3")).contains(BigFloat.of(1500));
  }

  @Test
  void negativeZeroIsShownButEqualsZero() {
    BigFloat negativeZero = BigFloat.of(0).times(BigFloat.of(-1));
    assertThat(negativeZero).hasToString("-0").isEqualTo(BigFloat.ZERO);
    assertThat(negativeZero.hashCode()).isEqualTo(BigFloat.ZERO.hashCode());
    assertThat(negativeZero.negate()).hasToString("0");
  }

  @Test
  void divisionByZeroIsInfiniteAndInfinitiesHaveNoDifference() {
    BigFloat infinity = BigFloat.ONE.dividedBy(BigFloat.ZERO);
    assertThat(infinity).isEqualTo(BigFloat.POSITIVE_INFINITY);
    assertThatThrownBy(() -> infinity.minus(infinity))
        .isInstanceOf(NumberException.class)
        .hasMessage("can't subtract infinity from itself");
    assertThatThrownBy(() -> BigFloat.ZERO.dividedBy(BigFloat.ZERO))
        .isInstanceOf(NumberException.class);
    assertThatThrownBy(() -> infinity.times(BigFloat.ZERO)).isInstanceOf(NumberException.class);
  }

  @Test
  void theRemainderByZeroIsTheDividend() {
    assertThat(BigFloat.ONE.remainder(BigFloat.ZERO)).isEqualTo(BigFloat.ONE);
    assertThat(number("5.5").remainder(number("2"))).isEqualTo(number("1.5"));
    assertThat(number("-5").remainder(number("3"))).isEqualTo(number("-2"));
  }

  @Test
  void hugeExponentsAreRefusedAndNotExpanded() {
    assertThat(BigFloat.parse("1e99999").orElseThrow().toString()).hasSize(100_000);
    assertThat(BigFloat.parse("1e-99999").orElseThrow().toString()).hasSize(100_001);
    assertThat(BigFloat.parse("1e999999999999999999999")).isEmpty();
    assertThat(BigFloat.parse("1e-999999999")).isEmpty();
    BigFloat large = number("1e1000000");
    assertThatThrownBy(() -> large.times(large))
        .isInstanceOf(NumberException.class)
        .hasMessageContaining("limited");
  }

  @Test
  void roundingToWholeNumbersGoesTheNamedWay() {
    assertThat(number("-5.1").floor()).isEqualTo(BigFloat.of(-6));
    assertThat(number("-5.1").ceil()).isEqualTo(BigFloat.of(-5));
    assertThat(number("-5.9").truncate()).isEqualTo(BigFloat.of(-5));
    assertThat(number("0.99999999999999999999").floor()).isEqualTo(BigFloat.ZERO);
  }

  @Test
  void longsThatOverflowBecomeLarge() {
    BigFloat most = BigFloat.of(Long.MAX_VALUE);
    assertThat(most.plus(BigFloat.of(2)).toBigInteger())
        .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.TWO));
    assertThat(number("9223372036854775807").times(number("9223372036854775807")))
        .hasToString("85070591730234615847396907784232501249");
    assertThat(BigFloat.of(Long.MIN_VALUE).negate().negate())
        .isEqualTo(BigFloat.of(Long.MIN_VALUE));
    assertThat(BigFloat.of(Long.MIN_VALUE).dividedBy(BigFloat.of(-1)))
        .hasToString("9223372036854775808");
  }
}
