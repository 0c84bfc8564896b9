import { registry } from "@web/core/registry";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { pivotView } from "@web/views/pivot/pivot_view";

/**
 * A pivot whose figures compare each group with everything: a group that is opened is therefore asked for
 * together with everything else, not by itself. All other groups stay as they were, folded or open.
 */
export class ConveyorPortraitPivotModel extends PivotModel {
    /** @override */
    async _expandGroup(groupId, type, config) {
        const [tree, otherTree, path] =
            type === "row"
                ? ["rowGroupTree", "colGroupTree", groupId[0]]
                : ["colGroupTree", "rowGroupTree", groupId[1]];
        const before = this.data;
        await this._loadData(config, false);
        this._pruneTree(this.data[otherTree], before[otherTree]);
        this._foldOthers(this.data[tree], before[tree], path);
    }

    _foldOthers(tree, oldTree, [value, ...path]) {
        for (const [key, subTree] of tree.directSubTrees) {
            const oldSubTree = oldTree.directSubTrees.get(key) || { directSubTrees: new Map() };
            if (key === value) {
                this._foldOthers(subTree, oldSubTree, path);
            } else {
                this._pruneTree(subTree, oldSubTree);
            }
        }
    }
}

registry.category("views").add("conveyor_portrait_pivot", {
    ...pivotView,
    Model: ConveyorPortraitPivotModel,
});
