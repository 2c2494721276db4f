package dev.tributary.conversation;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tributary.platform.FileStore;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Bytes go with the rows that named them, whoever deleted those. */
@QuarkusTest
class DiscardedFilesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    FileStore files;

    @Inject
    DiscardedFiles discarded;

    @Test
    void the_bytes_of_a_deleted_message_and_of_a_deleted_contact_are_gone() {
        // Given
        Scene scene = Scene.create();
        UUID conversation = scene.conversation();
        String ofMessage = file(scene, "message_id", scene.inbound(conversation, "look"));
        String ofContact = file(scene, "contact_id", UUID.fromString(Scene.text("select contact_id::text from conversation where id = ?", conversation)));

        // When
        Scene.execute("delete from message where conversation_id = ?", conversation);
        Scene.execute("delete from conversation where id = ?", conversation);
        Scene.execute("delete from contact where organization_id = ?", scene.organization().id());

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            discarded.sweep().await().atMost(PATIENCE);
            assertEquals("0", Scene.text("select count(*)::text from discarded_file where storage_key in (?, ?)", ofMessage, ofContact));
        });
        assertThrows(NoSuchFileException.class, () -> read(ofMessage));
        assertThrows(NoSuchFileException.class, () -> read(ofContact));
    }

    private void read(String key) throws Throwable {
        try {
            files.read(key).await().atMost(PATIENCE);
        } catch (RuntimeException wrapped) {
            throw wrapped.getCause();
        }
    }

    private String file(Scene scene, String owner, UUID id) {
        String key = files.write(Buffer.buffer("bytes")).await().atMost(PATIENCE).key();
        Scene.execute("insert into attachment (id, organization_id, " + owner + ", kind, file_name, content_type, size, state, storage_key, created_at)"
                + " values (?, ?, ?, 'file', 'f.txt', 'text/plain', 5, 'stored', ?, now())", Ids.next(), scene.organization().id(), id, key);
        return key;
    }
}
