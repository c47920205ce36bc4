package io.elbowatch.web;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UsersTest {

    @Test
    void shouldReadALineForEachPerson() {
        Users users = Users.parse("# night shift\nanna:correct horse\n\nben:with:colons:too\r\n");

        assertThat(users.passwords())
                .containsOnlyKeys("anna", "ben")
                .containsEntry("anna", "correct horse")
                .containsEntry("ben", "with:colons:too");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "anna correct-horse | line 1 has no colon",
                "\"anna:correct-horse\nben:short\" | line 2: the password must have at least 8",
                "\"anna:correct-horse\nanna:battery-staple\" | line 2 has a name that is there already",
                ":correct-horse | line 1: the name must have 1 to 100",
                "token:correct-horse | none of local and token",
                "local:correct-horse | none of local and token",
                "# | there is no line name:password"
            })
    void shouldSayWhichLineIsWrongWithoutQuotingIt(String text, String problem) {
        assertThatThrownBy(() -> Users.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("horse");
    }

    @Test
    void shouldShowNoPassword() {
        assertThat(Users.parse("anna:correct horse").toString()).isEqualTo("Users[anna]");
    }

    @Test
    void shouldHaveEachNameOnce() {
        assertThatThrownBy(() -> Credentials.of(
                        "anna", Optional.of("battery staple"), Optional.empty(), Users.parse("anna:correct horse")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
