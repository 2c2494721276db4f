package dev.tributary.adapter.meta;

import dev.tributary.adapter.meta.Meaning.Remedy;
import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.PermissionMissing;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.ChannelProblem.Unrecognised;
import dev.tributary.channel.ProviderError;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What the codes of one of Meta's products mean: the first row that fits. A status without a listed code decides where nothing else
 * does.
 *
 * @param reconnect said of a refused token
 * @param rights said of a missing permission
 * @param trouble said of trouble on Meta's side
 * @param tooFast said of too many calls
 */
record GraphErrorTable(List<Row> rows, String reconnect, String rights, String trouble, String tooFast) {

    /** @param subcodes none means any */
    record Row(Set<Integer> codes, Set<Integer> subcodes, Remedy remedy, BiFunction<ProviderError, String, ChannelProblem> problem, String hint) {

        boolean fits(GraphError error) {
            return codes.contains(error.code()) && (subcodes.isEmpty() || subcodes.contains(error.subcode()));
        }

        Meaning of(ProviderError cause) {
            return new Meaning(remedy, problem.apply(cause, hint));
        }
    }

    static Row row(BiFunction<ProviderError, String, ChannelProblem> problem, String hint, Integer... codes) {
        return new Row(Set.of(codes), Set.of(), Remedy.NONE, problem, hint);
    }

    static Row row(BiFunction<ProviderError, String, ChannelProblem> problem, String hint, Set<Integer> codes, Set<Integer> subcodes) {
        return new Row(codes, subcodes, Remedy.NONE, problem, hint);
    }

    static Row again(Remedy remedy, String hint, Integer... codes) {
        return new Row(Set.of(codes), Set.of(), remedy, Unavailable::new, hint);
    }

    Meaning of(GraphError error) {
        return rows.stream()
                .filter(row -> row.fits(error))
                .findFirst()
                .map(row -> row.of(error.cause()))
                .orElseGet(() -> unlisted(error));
    }

    private Meaning unlisted(GraphError error) {
        ProviderError cause = error.cause();
        if (error.code() >= 200 && error.code() <= 299) {
            return new Meaning(Remedy.NONE, new PermissionMissing(cause, rights));
        }
        if (error.isServerTrouble()) {
            return new Meaning(Remedy.BACK_OFF, new Unavailable(cause, trouble));
        }
        if (error.status() == 429) {
            return new Meaning(Remedy.SLOW_ACCOUNT, new Unavailable(cause, tooFast));
        }
        return error.status() == 401
                ? new Meaning(Remedy.NONE, new CredentialsRejected(cause, reconnect))
                : new Meaning(Remedy.NONE, new Unrecognised(cause));
    }
}
