package io.tenterhook.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoProxyTest {

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "example.com, EXAMPLE.com",
    "example.com, example.com.",
    "Example.com., a.b.example.com",
    ".example.com, example.com",
    ".example.com, a.example.com",
    "*.example.com, a.example.com",
    "localhost, localhost",
    "my_host, my_host",
    "*, anything.example",
    "*, 10.0.0.1",
    "10.0.0.1, 10.0.0.1",
    "::1, ::1",
    "[::1], 0:0:0:0:0:0:0:1",
    "fe80::1, fe80::1%eth0",
    "10.0.0.0/8, 10.255.0.1",
    "10.0.0.0/12, 10.15.0.1",
    "192.168.1.7/32, 192.168.1.7",
    "0.0.0.0/0, 8.8.8.8",
    "fd00::/8, fdff::1",
    "fe80::/10, febf::1",
    "host:443, host",
    "[::1]:443, ::1",
    "10.0.0.1:443, 10.0.0.1",
  })
  void coversAServer(String rule, String host) {
    assertThat(NoProxy.of(rule).covers(host, 443)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, badexample.com",
    "example.com, example.com.evil.test",
    "a.example.com, example.com",
    "localhost, 127.0.0.1",
    "10.0.0.1, 10.0.0.10",
    "0.0.1, 10.0.0.1",
    "10.0.0.0/8, 11.0.0.1",
    "10.0.0.0/12, 10.16.0.1",
    "10.0.0.0/8, ten.example",
    "10.0.0.0/8, a00::1",
    "fe80::/10, fec0::1",
    "host:80, host",
    "[::1]:80, ::1",
  })
  void doesNotCoverAServer(String rule, String host) {
    assertThat(NoProxy.of(rule).covers(host, 443)).isFalse();
  }

  @Test
  void readsAListAsTheVariableHasIt() {
    NoProxy list = NoProxy.parse(" localhost,127.0.0.0/8 , .internal\t::1,, ");

    assertThat(list.covers("localhost", 1)).isTrue();
    assertThat(list.covers("127.9.9.9", 1)).isTrue();
    assertThat(list.covers("db.internal", 1)).isTrue();
    assertThat(list.covers("::1", 1)).isTrue();
    assertThat(list.covers("example.com", 1)).isFalse();
    assertThat(NoProxy.parse("").covers("localhost", 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "*.",
        "a*b",
        "a b",
        "10.0.0.0/33",
        "fd00::/129",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "host/8",
        "[::1",
        "1:2:3",
        "http://host",
        "host:",
        "host:0",
        "host:65536",
      })
  void refusesWhatItDoesNotUnderstand(String rule) {
    assertThatThrownBy(() -> NoProxy.of(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot except \"" + rule + "\" from the proxy: write a host");
  }
}
