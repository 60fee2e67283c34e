package io.serinus.cli;

import io.serinus.offline.Manifest;
import io.serinus.routing.AnyReplacements;
import io.serinus.routing.AnyVirtualService;
import io.serinus.routing.VirtualService;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Objects that were VirtualServices, real ones and others, before somebody put something of another shape into them. */
public final class AnyMistakenObject implements ArbitrarySupplier<Map<String, Object>> {
    @Override
    public Arbitrary<Map<String, Object>> get() {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                new AnyVirtualService().get().map(VirtualService::tree),
                                Arbitraries.of(PreviewCorpusTest.corpus()).map(Manifest::tree)),
                        new AnyReplacements().get())
                .as(AnyReplacements::applied);
    }
}
