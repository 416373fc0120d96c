package io.jenkins.plugins.hypervnested.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VmRefTest {

    @ParameterizedTest
    @CsvSource({
        "node-1, NAME, node-1",
        "8D2E3F4A-0000-4000-8000-0123456789AB, ID, 8d2e3f4a-0000-4000-8000-0123456789ab",
        "{8d2e3f4a-0000-4000-8000-0123456789ab}, ID, 8d2e3f4a-0000-4000-8000-0123456789ab",
        "'{not-a-guid}', NAME, '{not-a-guid}'",
        "'*', NAME, '*'",
        "2024-01-01T00:00:00, NAME, 2024-01-01T00:00:00",
    })
    void whatHasTheShapeOfAGuidIsAnIdAndAllElseAName(String typed, VmRef.Kind kind, String text) {
        assertEquals(new VmRef(kind, text), VmRef.parse(typed));
    }
}
