from odoo import api, models
from odoo.tools.misc import formatLang


class ConveyorAttainmentReport(models.Model):
    """A forecast in words: what is known, and where the guess at the rest comes from."""

    _inherit = "conveyor.attainment.report"

    # === BUSINESS METHODS === #

    @api.model
    def _describe_forecast(self, domain):
        """How the forecast of one metric came to be, over what the present person sees.

        :param domain: of this report: one metric, a period, maybe a person
        :return: dict: ``fact``, and of the rest ``pace`` and ``deals``, each as if it alone told the rest, with
            ``weight``, the share of the deals; ``forecast``, and ``words`` for the screen. A part that does not
            count is ``None``; all are for several metrics or companies, and for ratios: their parts tell more.
        """
        rows = self._read_group(domain, ["metric_id", "company_id", "kind"], ["forecast:sum"])
        sources = {(metric, company) for metric, company, _kind, _forecast in rows}
        if len(sources) != 1 or next(iter(sources))[0].aggregation != "sum":
            return dict.fromkeys(("fact", "pace", "deals", "weight", "forecast", "words"))
        [(metric, company)] = sources
        told = {kind: forecast or 0.0 for _metric, _company, kind, forecast in rows}
        weight = company.sudo().conveyor_pipeline_weight  # a setting is no secret
        weight = weight if metric.is_fed_by_pipeline else 0.0
        parts = {
            "fact": told.get("fact", 0.0) + told.get("ahead", 0.0),
            "pace": told.get("pace", 0.0) / (1 - weight) if weight < 1 else None,
            "deals": told.get("deals", 0.0) / weight if weight else None,
        }
        words = self._get_forecast_words(parts, weight)
        return {**parts, "weight": weight, "forecast": sum(told.values()), "words": words}

    @api.model
    def _get_forecast_words(self, parts, weight):
        def _number(value):
            is_plain = abs(value) >= 100 or value == round(value)
            return formatLang(self.env, value, digits=0 if is_plain else 1)

        def _share(part):
            return formatLang(self.env, part * 100, digits=0)

        words = [self.env._("Fact %s", _number(parts["fact"]))]
        if parts["deals"] is not None and parts["pace"] is not None:
            words += [
                self.env._(
                    "%(share)s %% × open deals %(value)s",
                    share=_share(weight),
                    value=_number(parts["deals"]),
                ),
                self.env._(
                    "%(share)s %% × pace %(value)s",
                    share=_share(1 - weight),
                    value=_number(parts["pace"]),
                ),
            ]
        elif parts["deals"] is not None:
            words.append(self.env._("open deals %s", _number(parts["deals"])))
        else:
            words.append(self.env._("pace %s", _number(parts["pace"])))
        return " + ".join(words)
