package dev.tributary;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.smallrye.mutiny.groups.UniAwait;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.persistence.Entity;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The rooms and the arrows between them, as a test. */
@AnalyzeClasses(packages = "dev.tributary", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** A room uses only rooms that stand before it. */
    private static final List<String> ROOMS = List.of(
            "platform", "identity", "channel", "contact", "conversation", "automation", "inbound", "outbound", "statistics", "realtime",
            "webhook", "apichannel", "widget");

    @ArchTest
    static final ArchRule features_form_a_dag = slices().matching("dev.tributary.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule no_arrow_runs_upward = CompositeArchRule.of(
            IntStream.range(0, ROOMS.size() - 1).mapToObj(ArchitectureTest::usesOnlyEarlierRooms).toList());

    /** What a class makes when it is initialized is part of a native image: every copy of it would draw the same numbers. */
    @ArchTest
    static final ArchRule nothing_random_is_made_with_its_class =
            fields().that().areStatic().should().notHaveRawType(Random.class).andShould().notHaveRawType(SecureRandom.class);

    @ArchTest
    static final ArchRule adapters_do_not_know_each_other = slices().matching("dev.tributary.adapter.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule adapters_and_fakes_know_the_contract_alone = noClasses()
            .that(resideInAnyPackage("dev.tributary.adapter..", "dev.tributary.sandbox.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(ROOMS.stream()
                    .filter(room -> !List.of("platform", "channel").contains(room))
                    .map(ArchitectureTest::packageOf)
                    .toArray(String[]::new)))
            .because("adding a channel touches one package");

    @ArchTest
    static final ArchRule adapters_never_see_the_database = noClasses()
            .that(resideInAPackage("dev.tributary.adapter.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient..", "jakarta.persistence..", "java.sql.."))
            .because("reading an event is pure, and what is kept is not a provider's business");

    @ArchTest
    static final ArchRule nobody_names_an_adapter = noClasses()
            .that()
            .resideOutsideOfPackage("dev.tributary.adapter..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.tributary.adapter..")
            .because("the inbox meets adapters through ChannelAdapter alone");

    @ArchTest
    static final ArchRule nobody_waits = codeUnits()
            .should(notAwaitUnlessItIsAnAsynchronousObserver())
            .because("await() on an event loop stops every other conversation; asynchronous observers have a thread of their own");

    @ArchTest
    static final ArchRule time_is_injected = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .because("tests can move a Clock; they cannot move now()");

    @ArchTest
    static final ArchRule resources_answer_with_views = methods()
            .that()
            .areDeclaredInClassesThat()
            .haveSimpleNameEndingWith("Resource")
            .should(notAnswerWithAnEntity())
            .because("what is stored and what is told are two shapes");

    private static ArchRule usesOnlyEarlierRooms(int room) {
        String[] later = ROOMS.stream().skip(room + 1L).map(ArchitectureTest::packageOf).toArray(String[]::new);
        return noClasses()
                .that(resideInAPackage(packageOf(ROOMS.get(room))))
                .should()
                .dependOnClassesThat(resideInAnyPackage(later))
                .allowEmptyShould(true)
                .because("what must reach a later room travels as a row");
    }

    private static String packageOf(String room) {
        return "dev.tributary." + room + "..";
    }

    private static ArchCondition<JavaMethod> notAnswerWithAnEntity() {
        return new ArchCondition<>("not answer with an entity") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean leaks = method.getReturnType().getAllInvolvedRawTypes().stream().anyMatch(type -> type.isAnnotatedWith(Entity.class));
                events.add(new SimpleConditionEvent(method, !leaks, method.getFullName() + " answers with an entity"));
            }
        };
    }

    private static ArchCondition<JavaCodeUnit> notAwaitUnlessItIsAnAsynchronousObserver() {
        return new ArchCondition<>("not await") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                boolean observes = unit.getParameters().stream().anyMatch(parameter -> parameter.isAnnotatedWith(ObservesAsync.class));
                boolean waits = unit.getMethodCallsFromSelf().stream().anyMatch(call -> call.getTargetOwner().isAssignableTo(UniAwait.class));
                events.add(new SimpleConditionEvent(unit, observes || !waits, unit.getFullName() + " waits"));
            }
        };
    }
}
