from odoo import api, models
from odoo.tools.misc import formatLang


class ConveyorAttainmentReport(models.Model):
    """A forecast in words: what is known, and where the guess at the rest comes from."""

    _inherit = "conveyor.attainment.report"

    # === BUSINESS METHODS === #

    @api.model
    def _describe_forecast(self, metric, company, groups):
        """How the forecast of a metric came to be, over what the present person sees.

        :param metric: ``conveyor.metric`` record that is summed
        :param groups: what `_read_attainment` tells by ``kind``: of one company, a period, maybe a person
        :return: dict: ``fact``, and of the rest ``pace`` and ``deals``, each as if it alone told the rest, with
            ``weight``, the share of the deals; ``forecast``, and ``words`` for the screen. A part that does not
            count is ``None``; so are the words where there is nothing to forecast from.
        """
        told = {
            kind: numbers[metric]["forecast"] or 0.0
            for (kind,), numbers in groups.items()
            if metric in numbers
        }
        weight = company.sudo().conveyor_pipeline_weight  # a setting is no secret
        weight = weight if metric.is_fed_by_pipeline else 0.0
        parts = {
            "fact": told.get("fact", 0.0) + told.get("ahead", 0.0),
            "pace": told.get("pace", 0.0) / (1 - weight) if weight < 1 else None,
            "deals": told.get("deals", 0.0) / weight if weight else None,
        }
        words = self._get_forecast_words(parts, weight) if told else None
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
