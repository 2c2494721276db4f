package dev.tributary.conversation;

import dev.tributary.platform.Sql;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the statement of one page of the inbox list. The page's rows are found first, on an index that has them in order, and
 * everything that is shown beside them is fetched for those alone, so a page costs the same at any size of the inbox.
 *
 * <p>The indexes have the minute of the last activity, which its time only refines: of the rows of one minute, those of a page are sorted.
 * They are ordered within one status. A filter over several statuses becomes one ordered branch a status, and
 * the branches' heads are merged: PostgreSQL would otherwise read all of them and sort.
 */
final class InboxQuery {

    private static final List<String> STATUSES = List.of("open", "pending", "resolved", "closed");
    /** What a search may look at before it is cut to the list's other filters. */
    private static final int SEARCHED = 5_000;

    /** Where a page continues. */
    record After(Instant activityAt, UUID id) {}

    private final List<Object> parameters = new ArrayList<>();
    private final StringJoiner conditions = new StringJoiner(" and ");
    private final int limit;
    private final List<String> branches;

    InboxQuery(UUID organizationId, UUID caller, InboxFilter filter, Optional<String> words, Optional<After> after, int limit) {
        this.limit = limit;
        conditions.add("c.organization_id = " + parameter(organizationId)).add("c.archived_at is null");
        List<UUID> assignees = filter.assignees(caller);
        List<UUID> teams = filter.teams();
        among("c.channel_account_id", filter.channelAccountId);
        among("c.contact_id", filter.contactId);
        orNobody("c.assignee_id", assignees, filter.unassigned());
        orNobody("c.team_id", teams, filter.withoutTeam());
        texts("c.priority", filter.priority);
        texts("c.channel_type", filter.channelType);
        tags(filter.tag);
        if (filter.unread != null) {
            conditions.add(filter.unread ? "c.unread_count > 0" : "c.unread_count = 0");
        }
        words.ifPresent(query -> search(organizationId, query, filter.q));
        after.ifPresent(this::continues);
        boolean ordersByItself = !filter.contactId.isEmpty() || words.isPresent();
        boolean isNarrowed = !assignees.isEmpty() || filter.unassigned() || !teams.isEmpty() || filter.withoutTeam() || !filter.channelAccountId.isEmpty();
        this.branches = branches(filter.status, ordersByItself, isNarrowed);
    }

    String sql() {
        String page = branches.size() == 1
                ? branch(branches.getFirst())
                : branches.stream().map(branch -> "(" + branch(branch) + ")").collect(Collectors.joining(" union all ", "select * from (", ") c " + order()));
        return ConversationViews.PROJECTION + "from (" + page + ") c " + ConversationViews.JOINS + "order by c.activity_at desc, c.id desc";
    }

    Tuple tuple() {
        return Tuple.tuple(parameters);
    }

    private List<String> branches(List<String> statuses, boolean ordersByItself, boolean isNarrowed) {
        List<String> asked = STATUSES.stream().filter(statuses::contains).toList();
        if (ordersByItself) {
            return List.of(asked.isEmpty() ? "" : " and c.status = any(" + parameter(asked.toArray(String[]::new)) + ")");
        }
        if (asked.isEmpty() && !isNarrowed) {
            return List.of("");
        }
        Stream<String> each = asked.isEmpty() ? STATUSES.stream() : asked.stream();
        return each.map(status -> " and c.status = '" + status + "'").toList();
    }

    private String branch(String status) {
        return "select c.* from conversation c where " + conditions + status + " " + order();
    }

    private String order() {
        return "order by c.activity_minute desc, c.activity_at desc, c.id desc limit " + limit;
    }

    private void continues(After last) {
        String time = parameter(Sql.time(last.activityAt()));
        conditions.add("(c.activity_minute, c.activity_at, c.id) < (date_trunc('minute', %1$s::timestamptz at time zone 'UTC'), %1$s, %2$s)".formatted(time, parameter(last.id())));
    }

    private String parameter(Object value) {
        parameters.add(value);
        return "$" + parameters.size();
    }

    private void among(String column, List<UUID> ids) {
        if (ids.size() == 1) {
            conditions.add(column + " = " + parameter(ids.getFirst()));
        } else if (!ids.isEmpty()) {
            conditions.add(column + " = any(" + parameter(ids.toArray(UUID[]::new)) + ")");
        }
    }

    private void orNobody(String column, List<UUID> ids, boolean nobody) {
        if (!nobody) {
            among(column, ids);
        } else if (ids.isEmpty()) {
            conditions.add(column + " is null");
        } else {
            conditions.add("(%s is null or %s = any(%s))".formatted(column, column, parameter(ids.toArray(UUID[]::new))));
        }
    }

    private void texts(String column, List<String> values) {
        if (!values.isEmpty()) {
            conditions.add(column + " = any(" + parameter(values.toArray(String[]::new)) + ")");
        }
    }

    private void tags(List<String> names) {
        if (!names.isEmpty()) {
            conditions.add("""
                    exists (select 1 from conversation_tag ct join tag g on g.id = ct.tag_id
                            where ct.conversation_id = c.id and lower(g.name) = any(%s))"""
                    .formatted(parameter(names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toArray(String[]::new))));
        }
    }

    private void search(UUID organizationId, String query, String typed) {
        String organization = parameter(organizationId);
        String words = parameter(query);
        String number = typed.strip().matches("#?\\d{1,15}") ? parameter(Long.valueOf(typed.strip().replace("#", ""))) : null;
        conditions.add("""
                c.id in (
                    (select m.conversation_id from message m
                     where m.organization_id = %1$s and m.text is not null and m.direction <> 'event'
                       and to_tsvector('simple', m.text) @@ to_tsquery('simple', %2$s) limit %3$d)
                    union
                    (select s.id from conversation s where s.organization_id = %1$s and s.subject is not null
                       and to_tsvector('simple', s.subject) @@ to_tsquery('simple', %2$s) limit %3$d)
                    union
                    (select k.id from (
                        select p.id as contact_id from contact p where p.organization_id = %1$s and p.merged_into_id is null
                          and to_tsvector('simple', p.name || ' ' || coalesce(p.email, '') || ' ' || coalesce(p.phone, '')) @@ to_tsquery('simple', %2$s)
                        limit %3$d) found join conversation k on k.contact_id = found.contact_id limit %3$d)
                    %4$s)"""
                .formatted(organization, words, SEARCHED, number == null ? "" : "union select n.id from conversation n where n.organization_id = " + organization + " and n.number = " + number));
    }
}
