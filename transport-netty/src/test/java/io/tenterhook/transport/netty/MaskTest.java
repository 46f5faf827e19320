package io.tenterhook.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskTest {

  @Test
  void masksTheExampleOfTheSpecification() {
    // RFC 6455, 5.7
    byte[] hello = Frames.utf8("Hello");
    Mask.apply(0x37fa213d, hello, 0, hello.length);
    assertThat(hello).containsExactly(0x7f, 0x9f, 0x4d, 0x51, 0x58);
  }

  @Test
  void masksEveryRangeAsByteByByteAndNothingBesideIt() {
    Random random = new Random(3);
    for (int start = 0; start < 10; start++) {
      for (int length = 0; length < 40; length++) {
        int key = random.nextInt();
        byte[] array = new byte[60];
        random.nextBytes(array);
        byte[] expected = array.clone();
        for (int i = 0; i < length; i++) {
          expected[start + i] ^= (byte) (key >>> (24 - 8 * (i % 4)));
        }
        Mask.apply(key, array, start, start + length);
        assertThat(array).isEqualTo(expected);
      }
    }
  }
}
